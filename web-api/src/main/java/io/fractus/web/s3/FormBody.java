// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.web.Limits;
import io.fractus.web.http.BodyException;
import io.fractus.web.http.BodyException.Reason;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A body of {@code multipart/form-data} (RFC 7578): fields, which are few and small, and then a
 * file, which is read as it comes. What comes after the file is not looked at. Not thread-safe.
 */
final class FormBody {
  private static final Pattern BOUNDARY =
      Pattern.compile(
          "multipart/form-data;.*\\bboundary=\"?([^\";,]{1,70})\"?.*", Pattern.CASE_INSENSITIVE);
  private static final Pattern NAME = Pattern.compile("(?:^|[; ])name=\"([^\"]*)\"");
  private static final Pattern FILE_NAME = Pattern.compile("[; ]filename=\"([^\"]*)\"");
  private static final String FILE = "file";

  /** Where the type is that the file has by itself, beside the fields. */
  static final String TYPE_OF_FILE = "content-type-of-file";

  private final UntilBoundary in;
  private final Map<String, String> fields = new HashMap<>();

  private FormBody(UntilBoundary in) {
    this.in = in;
  }

  /** Reads the fields; throws {@link S3Exception} if it is no such form, or has no file. */
  static FormBody open(String contentType, InputStream in) throws IOException {
    Matcher matcher = BOUNDARY.matcher(contentType);
    if (!matcher.matches()) {
      throw malformed("its type is not multipart/form-data with a boundary");
    }
    FormBody form = new FormBody(new UntilBoundary(in, matcher.group(1)));
    form.readFields();
    return form;
  }

  /** By names in lower case. */
  Map<String, String> fields() {
    return fields;
  }

  /** The file, to be read once. */
  InputStream file() {
    return in;
  }

  private void readFields() throws IOException {
    // Up to the first boundary there is nothing.
    var _ = field();
    int bytes = 0;
    while (in.next()) {
      Map<String, String> headers = headers();
      String disposition = headers.getOrDefault("content-disposition", "");
      Matcher name = NAME.matcher(disposition);
      if (!name.find()) {
        throw malformed("a part has no name");
      }
      String field = name.group(1).toLowerCase(Locale.ROOT);
      if (field.equals(FILE)) {
        Matcher file = FILE_NAME.matcher(disposition);
        fields.put(TYPE_OF_FILE, headers.getOrDefault("content-type", ""));
        fields.put("${filename}", file.find() ? baseName(file.group(1)) : "");
        return;
      }
      String value = field();
      bytes += field.length() + value.length();
      if (bytes > Limits.FORM_FIELDS_BYTES_MAX || fields.put(field, value) != null) {
        throw malformed("its fields are too large, or one is there twice");
      }
    }
    throw malformed("it has no file");
  }

  /** Browsers send a name, and some a path. */
  private static String baseName(String path) {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new HashMap<>();
    while (true) {
      String line = line();
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon < 0 || headers.size() >= Limits.TRAILERS_MAX) {
        throw malformed("the headers of a part cannot be understood");
      }
      headers.put(
          line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip());
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (line.size() <= Limits.CHUNK_LINE_BYTES_MAX) {
      int value = in.read();
      if (value < 0) {
        throw new BodyException(Reason.TRUNCATED, "the form ends in the headers of a part");
      }
      if (value == '\n') {
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
      }
      line.write(value);
    }
    throw malformed("a header of a part is too long");
  }

  private String field() throws IOException {
    byte[] value = in.readNBytes(Limits.FORM_FIELDS_BYTES_MAX + 1);
    if (value.length > Limits.FORM_FIELDS_BYTES_MAX) {
      throw malformed("a field is too large");
    }
    return new String(value, StandardCharsets.UTF_8);
  }

  private static S3Exception malformed(String why) {
    return new S3Exception(S3Error.MALFORMED_POST, "the form cannot be understood: " + why);
  }
}
