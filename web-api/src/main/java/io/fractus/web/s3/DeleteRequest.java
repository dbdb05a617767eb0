// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.web.Limits;
import io.fractus.web.s3.error.S3Exception;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The body of a multi-object delete.
 *
 * @param keys in their order
 * @param quiet whether only failures shall be answered
 */
record DeleteRequest(List<String> keys, boolean quiet) {
  DeleteRequest {
    keys = List.copyOf(keys);
  }

  /** Throws {@link S3Exception} if it is not such a body. */
  static DeleteRequest parse(byte[] xml) {
    return XmlInput.parse(xml, "Delete", DeleteRequest::parse);
  }

  private static DeleteRequest parse(XMLStreamReader reader) throws XMLStreamException {
    List<String> keys = new ArrayList<>();
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
        case "Key" -> keys.add(reader.getElementText());
        case "Quiet" -> quiet = Boolean.parseBoolean(reader.getElementText().strip());
        default -> {}
      }
      if (keys.size() > Limits.DELETE_KEYS_MAX) {
        throw new IllegalArgumentException("more than " + Limits.DELETE_KEYS_MAX + " keys");
      }
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("it has no keys");
    }
    return new DeleteRequest(keys, quiet);
  }
}
