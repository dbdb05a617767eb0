// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.attach.rtorrent;

import io.fractus.node.attach.ClientException;
import io.fractus.node.attach.ClientException.Kind;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads an answer of XML-RPC: texts, integers and arrays of them, and the text of a fault.
 * Documents may not define anything. Used once.
 */
final class XmlRpcAnswer {
  private static final int DEPTH_MAX = 8;

  private final XMLStreamReader xml;

  private XmlRpcAnswer(XMLStreamReader xml) {
    this.xml = xml;
  }

  /** The value that a method returned; {@link ClientException} if it is a fault. */
  static Object parse(String method, byte[] document) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    try {
      XMLStreamReader xml =
          factory.createXMLStreamReader(new ByteArrayInputStream(document), "UTF-8");
      try {
        return new XmlRpcAnswer(xml).read(method);
      } finally {
        xml.close();
      }
    } catch (XMLStreamException e) {
      throw new ClientException(
          Kind.UNREACHABLE, "rtorrent's answer to " + method + " is no XML-RPC", e);
    }
  }

  private Object read(String method) throws XMLStreamException {
    boolean fault = false;
    while (xml.hasNext()) {
      if (xml.next() == XMLStreamConstants.START_ELEMENT) {
        if (xml.getLocalName().equals("fault")) {
          fault = true;
        } else if (xml.getLocalName().equals("value")) {
          Object value = value(0);
          if (fault) {
            throw new ClientException(Kind.REFUSED, "rtorrent refuses " + method + ": " + value);
          }
          return value;
        }
      }
    }
    throw new XMLStreamException("no value");
  }

  /** Reads the value whose start was read, up to its end. */
  private Object value(int depth) throws XMLStreamException {
    if (depth > DEPTH_MAX) {
      throw new XMLStreamException("too deep");
    }
    StringBuilder bare = new StringBuilder();
    Object value = null;
    while (true) {
      switch (xml.next()) {
        case XMLStreamConstants.CHARACTERS -> bare.append(xml.getText());
        case XMLStreamConstants.START_ELEMENT -> value = typed(depth);
        case XMLStreamConstants.END_ELEMENT -> {
          return value == null ? bare.toString() : value;
        }
        default -> {}
      }
    }
  }

  private Object typed(int depth) throws XMLStreamException {
    String type = xml.getLocalName();
    return switch (type) {
      case "array", "struct" -> list(type, depth);
      case "i4", "i8", "int", "boolean" -> integer(xml.getElementText().strip());
      default -> xml.getElementText();
    };
  }

  private static long integer(String text) throws XMLStreamException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new XMLStreamException("not an integer", e);
    }
  }

  /** The values in an array, or those in a struct without their names: a fault is told by all. */
  private List<Object> list(String type, int depth) throws XMLStreamException {
    List<Object> values = new ArrayList<>();
    while (true) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("value")) {
        values.add(value(depth + 1));
      } else if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals(type)) {
        return values;
      }
    }
  }
}
