// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.http;

import io.fractus.web.Limits;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The headers of a put that are stored with the object and come back with it. Stateless. */
public final class ObjectHeaders {
  /** Where a web site says that an object is; of no meaning elsewhere. */
  public static final String REDIRECT = "x-amz-website-redirect-location";

  private static final String USER = "x-amz-meta-";
  private static final String CODING = "content-encoding";

  /** How S3's clients frame a body on the wire; it says nothing about the object. */
  private static final String WIRE_CODING = "aws-chunked";

  private static final Set<String> SYSTEM =
      Set.of(
          "cache-control", "content-disposition", CODING, "content-language", "expires", REDIRECT);

  private ObjectHeaders() {}

  /** Whether a header, or a field of a form, by its name in lower case, is kept with the object. */
  public static boolean isMetadata(String name) {
    return SYSTEM.contains(name) || name.startsWith(USER);
  }

  /** Whether a browser can be sent there: a URL, or a path of the same site. */
  public static boolean isRedirect(String location) {
    return location.matches("(/|https?://)[!-~]*");
  }

  /** Names in lower case; several values of a name joined by commas. */
  public static Map<String, String> metadata(HttpServletRequest request) {
    Map<String, String> metadata = new HashMap<>();
    for (String given : Collections.list(request.getHeaderNames())) {
      String name = given.toLowerCase(Locale.ROOT);
      if (isMetadata(name)) {
        metadata.put(name, String.join(",", Collections.list(request.getHeaders(given))).strip());
      }
    }
    metadata.computeIfPresent(CODING, (_, value) -> withoutWireCoding(value));
    metadata.values().removeIf(String::isEmpty);
    return metadata;
  }

  /** Whether they are more than {@link Limits#METADATA_BYTES_MAX} allows. */
  public static boolean tooLarge(Map<String, String> metadata) {
    int size =
        metadata.entrySet().stream()
            .mapToInt(e -> e.getKey().length() + e.getValue().length())
            .sum();
    return size > Limits.METADATA_BYTES_MAX;
  }

  private static String withoutWireCoding(String codings) {
    return Stream.of(codings.split(",", -1))
        .map(String::strip)
        .filter(coding -> !coding.isEmpty() && !coding.equalsIgnoreCase(WIRE_CODING))
        .collect(Collectors.joining(","));
  }
}
