// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.web.http.RawQuery;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Tags of objects: at most ten, with S3's rules. Stateless. */
final class Tags {
  static final String HEADER = "x-amz-tagging";

  private static final String ROOT = "Tagging";

  private static final int TAGS_MAX = 10;
  private static final int BUCKET_TAGS_MAX = 50;
  private static final String RESERVED = "aws:";
  private static final int KEY_MAX = 128;
  private static final int VALUE_MAX = 256;

  private Tags() {}

  /** Those in the header of a put, written as a query string; throws {@link S3Exception}. */
  static Map<String, String> ofHeader(HttpServletRequest http) {
    Map<String, String> tags = new HashMap<>();
    try {
      for (RawQuery.Parameter tag : RawQuery.parse(http.getHeader(HEADER)).parameters()) {
        add(tags, tag.name(), tag.value(), TAGS_MAX);
      }
    } catch (IllegalArgumentException e) {
      throw new S3Exception(
          S3Error.INVALID_ARGUMENT, HEADER + " cannot be decoded: " + e.getMessage(), e);
    }
    return tags;
  }

  /** Those in the body of a request; throws {@link S3Exception}. */
  static Map<String, String> parse(byte[] xml) {
    return XmlInput.parse(xml, ROOT, reader -> tags(XmlTree.read(reader, ROOT), TAGS_MAX));
  }

  /** Those of a bucket; throws {@link S3Exception}. */
  static Map<String, String> parseOfBucket(byte[] xml) {
    return XmlInput.parse(xml, ROOT, reader -> tags(XmlTree.read(reader, ROOT), BUCKET_TAGS_MAX));
  }

  /** Those that a new bucket shall have. */
  static Map<String, String> ofNewBucket(XmlTree tags) {
    return add(tags, BUCKET_TAGS_MAX);
  }

  /** As a document. */
  static XmlDocument document(Map<String, String> tags) {
    XmlDocument xml = XmlDocument.result(ROOT).open("TagSet");
    new TreeMap<>(tags)
        .forEach(
            (key, value) -> xml.open("Tag").element("Key", key).element("Value", value).close());
    return xml;
  }

  private static Map<String, String> tags(XmlTree tagging, int max) {
    XmlTree set =
        tagging.one("TagSet").orElseThrow(() -> new IllegalArgumentException("it has no TagSet"));
    return add(set, max);
  }

  private static Map<String, String> add(XmlTree set, int max) {
    Map<String, String> tags = new HashMap<>();
    for (XmlTree tag : set.children()) {
      if (!tag.name().equals("Tag")) {
        throw new IllegalArgumentException("there is a " + tag.name() + " among the tags");
      }
      add(tags, tag.textOf("Key").orElse(""), tag.textOf("Value").orElse(""), max);
    }
    return tags;
  }

  private static void add(Map<String, String> tags, String key, String value, int max) {
    if (key.startsWith(RESERVED)) {
      throw new S3Exception(
          S3Error.INVALID_TAG, "System tags cannot be added/updated by requester");
    }
    if (key.isEmpty() || length(key) > KEY_MAX || length(value) > VALUE_MAX) {
      throw new S3Exception(
          S3Error.INVALID_TAG,
          "a tag has a key of 1 to %d and a value of at most %d characters"
              .formatted(KEY_MAX, VALUE_MAX));
    }
    if (tags.put(key, value) != null) {
      throw new S3Exception(S3Error.INVALID_TAG, "two tags have the same key");
    }
    if (tags.size() > max) {
      throw new S3Exception(S3Error.BAD_REQUEST, "there are at most " + max + " tags");
    }
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
