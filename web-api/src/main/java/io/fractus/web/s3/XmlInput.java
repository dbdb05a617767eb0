// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;

/** XML that came from outside. Stateless. */
final class XmlInput {
  /** Of all documents, whatever they say of themselves: what is kept is kept as text. */
  private static final String ENCODING = StandardCharsets.UTF_8.name();

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
      // Checked here, for the parser tells standard error of the bytes that are none.
      CharBuffer _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(xml));
      XMLStreamReader reader =
          new Undeclared(FACTORY.createXMLStreamReader(new ByteArrayInputStream(xml), ENCODING));
      T parsed = parser.parse(reader);
      // What was cut off, or has more after its end, is not what was meant.
      while (reader.hasNext()) {
        int _ = reader.next();
      }
      return parsed;
    } catch (S3Exception e) {
      throw e;
    } catch (XMLStreamException | CharacterCodingException | RuntimeException e) {
      throw new S3Exception(
          S3Error.MALFORMED_XML, "the body is not a " + name + " document: " + e.getMessage(), e);
    }
  }

  /** Documents without a type: the parser would skip one, and nothing that S3 knows has one. */
  private static final class Undeclared extends StreamReaderDelegate {
    Undeclared(XMLStreamReader reader) {
      super(reader);
    }

    @Override
    public int next() throws XMLStreamException {
      int event = super.next();
      if (event == XMLStreamConstants.DTD) {
        throw new XMLStreamException("it declares a document type");
      }
      return event;
    }
  }
}
