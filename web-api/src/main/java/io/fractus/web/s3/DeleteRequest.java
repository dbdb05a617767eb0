// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.web.Limits;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The body of a multi-object delete.
 *
 * @param objects in their order
 * @param quiet whether only failures shall be answered
 */
record DeleteRequest(List<Wanted> objects, boolean quiet) {
  DeleteRequest {
    objects = List.copyOf(objects);
  }

  /**
   * What shall be deleted.
   *
   * @param version if one is named
   * @param ifMatch the ETag that what is shown at the key must have, if any
   */
  record Wanted(String key, Optional<String> version, Optional<String> ifMatch) {}

  /** Throws {@link S3Exception} if it is not such a body. */
  static DeleteRequest parse(byte[] xml) {
    return XmlInput.parse(xml, "Delete", DeleteRequest::parse);
  }

  private static DeleteRequest parse(XMLStreamReader reader) throws XMLStreamException {
    List<Wanted> objects = new ArrayList<>();
    boolean quiet = false;
    boolean root = true;
    while (reader.hasNext()) {
      if (reader.next() != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      String name = reader.getLocalName();
      if (root && !name.equals("Delete")) {
        throw new IllegalArgumentException("its root is '" + name + "'");
      }
      root = false;
      switch (name) {
        case "Key" ->
            objects.add(new Wanted(reader.getElementText(), Optional.empty(), Optional.empty()));
        case "VersionId" -> {
          Optional<String> version = Optional.of(reader.getElementText().strip());
          Wanted last = last(objects, name);
          objects.add(new Wanted(last.key(), version, last.ifMatch()));
        }
        case "ETag" -> {
          Optional<String> etag = Optional.of(PutObject.unquoted(reader.getElementText()));
          Wanted last = last(objects, name);
          objects.add(new Wanted(last.key(), last.version(), etag));
        }
        case "LastModifiedTime", "Size" ->
            throw new S3Exception(
                S3Error.NOT_IMPLEMENTED,
                name + " is for directory buckets, and there are none here");
        case "Quiet" -> quiet = Boolean.parseBoolean(reader.getElementText().strip());
        default -> {}
      }
      if (objects.size() > Limits.DELETE_KEYS_MAX) {
        throw new IllegalArgumentException("more than " + Limits.DELETE_KEYS_MAX + " keys");
      }
    }
    if (objects.isEmpty()) {
      throw new IllegalArgumentException("it has no keys");
    }
    return new DeleteRequest(objects, quiet);
  }

  /** Takes the last one out; it is the one that an element is about. */
  private static Wanted last(List<Wanted> objects, String element) {
    if (objects.isEmpty()) {
      throw new IllegalArgumentException("a " + element + " comes before its Key");
    }
    return objects.removeLast();
  }
}
