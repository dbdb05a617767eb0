// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** An XML document of S3 under construction. Not thread-safe. */
final class XmlDocument {
  static final String CONTENT_TYPE = "application/xml";

  private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();
  private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

  private static final String SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";

  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;

  private XmlDocument(String root, boolean withNamespace) {
    try {
      xml = FACTORY.createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement(root);
      if (withNamespace) {
        xml.writeDefaultNamespace(NAMESPACE);
      }
    } catch (XMLStreamException e) {
      throw unexpected(e);
    }
  }

  /** A result, in S3's namespace. */
  static XmlDocument result(String root) {
    return new XmlDocument(root, true);
  }

  /** What has no namespace. */
  static XmlDocument plain(String root) {
    return new XmlDocument(root, false);
  }

  /** An error, which has no namespace. */
  static XmlDocument error() {
    return new XmlDocument("Error", false);
  }

  XmlDocument open(String name) {
    try {
      xml.writeStartElement(name);
    } catch (XMLStreamException e) {
      throw unexpected(e);
    }
    return this;
  }

  /** Says of the element just opened which type of XML Schema it is. */
  XmlDocument type(String type) {
    try {
      xml.writeNamespace("xsi", SCHEMA_INSTANCE);
      xml.writeAttribute("xsi", SCHEMA_INSTANCE, "type", type);
    } catch (XMLStreamException e) {
      throw unexpected(e);
    }
    return this;
  }

  XmlDocument close() {
    try {
      xml.writeEndElement();
    } catch (XMLStreamException e) {
      throw unexpected(e);
    }
    return this;
  }

  XmlDocument element(String name, Object value) {
    try {
      xml.writeStartElement(name);
      xml.writeCharacters(printable(value.toString()));
      xml.writeEndElement();
    } catch (XMLStreamException e) {
      throw unexpected(e);
    }
    return this;
  }

  /** The whole document; elements still open are closed. */
  String finish() {
    try {
      xml.writeEndDocument();
      xml.flush();
    } catch (XMLStreamException e) {
      throw unexpected(e);
    }
    return text.toString();
  }

  /** Without what XML 1.0 cannot say at all. */
  private static String printable(String value) {
    StringBuilder clean = new StringBuilder(value.length());
    value.codePoints().map(c -> isXml(c) ? c : '?').forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private static boolean isXml(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xd7ff)
        || (c >= 0xe000 && c <= 0xfffd)
        || c >= 0x10000;
  }

  private static IllegalStateException unexpected(XMLStreamException e) {
    return new IllegalStateException("XML into memory failed", e);
  }
}
