// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.io.ByteArrayInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** XML that came from outside. Stateless. */
final class XmlInput {
  private static final XMLInputFactory FACTORY = factory();

  private XmlInput() {}

  /** Makes something of a document; what it throws says what is wrong with it. */
  @FunctionalInterface
  interface Parser<T> {
    T parse(XMLStreamReader reader) throws XMLStreamException;
  }

  /** No document types, no entities of their own, nothing from outside. */
  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  /**
   * Parses a document.
   *
   * @param name of the document, for the message
   * @throws S3Exception if it is not such a document
   */
  static <T> T parse(byte[] xml, String name, Parser<T> parser) {
    try {
      return parser.parse(FACTORY.createXMLStreamReader(new ByteArrayInputStream(xml)));
    } catch (S3Exception e) {
      throw e;
    } catch (XMLStreamException | RuntimeException e) {
      throw new S3Exception(
          S3Error.MALFORMED_XML, "the body is not a " + name + " document: " + e.getMessage(), e);
    }
  }
}
