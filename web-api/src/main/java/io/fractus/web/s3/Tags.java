// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.web.http.RawQuery;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Tags of objects: at most ten, with S3's rules. Stateless. */
final class Tags {
  static final String HEADER = "x-amz-tagging";

  private static final int TAGS_MAX = 10;
  private static final int KEY_MAX = 128;
  private static final int VALUE_MAX = 256;

  private Tags() {}

  /** Those in the header of a put, written as a query string; throws {@link S3Exception}. */
  static Map<String, String> ofHeader(HttpServletRequest http) {
    Map<String, String> tags = new HashMap<>();
    try {
      for (RawQuery.Parameter tag : RawQuery.parse(http.getHeader(HEADER)).parameters()) {
        add(tags, tag.name(), tag.value());
      }
    } catch (IllegalArgumentException e) {
      throw new S3Exception(
          S3Error.INVALID_ARGUMENT, HEADER + " cannot be decoded: " + e.getMessage(), e);
    }
    return tags;
  }

  /** Those in the body of a request; throws {@link S3Exception}. */
  static Map<String, String> parse(byte[] xml) {
    return XmlInput.parse(xml, "Tagging", Tags::parse);
  }

  private static Map<String, String> parse(XMLStreamReader reader) throws XMLStreamException {
    Map<String, String> tags = new HashMap<>();
    reader.nextTag();
    reader.require(XMLStreamConstants.START_ELEMENT, null, "Tagging");
    reader.nextTag();
    reader.require(XMLStreamConstants.START_ELEMENT, null, "TagSet");
    while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
      reader.require(XMLStreamConstants.START_ELEMENT, null, "Tag");
      Map<String, String> texts = new HashMap<>();
      while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
        texts.put(reader.getLocalName(), reader.getElementText());
      }
      add(tags, texts.getOrDefault("Key", ""), texts.getOrDefault("Value", ""));
    }
    return tags;
  }

  private static void add(Map<String, String> tags, String key, String value) {
    if (key.isEmpty() || length(key) > KEY_MAX || length(value) > VALUE_MAX) {
      throw new S3Exception(
          S3Error.INVALID_TAG,
          "a tag has a key of 1 to %d and a value of at most %d characters"
              .formatted(KEY_MAX, VALUE_MAX));
    }
    if (tags.put(key, value) != null) {
      throw new S3Exception(S3Error.INVALID_TAG, "two tags have the same key");
    }
    if (tags.size() > TAGS_MAX) {
      throw new S3Exception(S3Error.BAD_REQUEST, "an object has at most " + TAGS_MAX + " tags");
    }
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
