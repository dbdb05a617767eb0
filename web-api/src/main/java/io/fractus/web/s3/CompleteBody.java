// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.CompleteRequest;
import io.fractus.raid.object.MultipartUploads;
import io.fractus.web.s3.auth.ChecksumAlgorithm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The body of a completion.
 *
 * @param parts in their order
 * @param checksums that it names for them, by number and algorithm
 */
record CompleteBody(List<CompleteRequest.Part> parts, Map<Named, String> checksums) {
  private static final int NUMBER_DIGITS_MAX = 9;

  CompleteBody {
    parts = List.copyOf(parts);
    checksums = Map.copyOf(checksums);
  }

  /** Which checksum of which part. */
  record Named(int number, String algorithm) {}

  /** Throws {@link io.fractus.web.s3.error.S3Exception} if it is not such a body. */
  static CompleteBody parse(byte[] xml) {
    return XmlInput.parse(xml, "CompleteMultipartUpload", CompleteBody::parse);
  }

  private static CompleteBody parse(XMLStreamReader reader) throws XMLStreamException {
    List<CompleteRequest.Part> parts = new ArrayList<>();
    Map<Named, String> checksums = new HashMap<>();
    reader.nextTag();
    reader.require(XMLStreamConstants.START_ELEMENT, null, "CompleteMultipartUpload");
    while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
      reader.require(XMLStreamConstants.START_ELEMENT, null, "Part");
      parts.add(parsePart(reader, checksums));
      if (parts.size() > MultipartUploads.PARTS_MAX) {
        throw new IllegalArgumentException("more than " + MultipartUploads.PARTS_MAX + " parts");
      }
    }
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("it has no parts");
    }
    return new CompleteBody(parts, checksums);
  }

  private static CompleteRequest.Part parsePart(
      XMLStreamReader reader, Map<Named, String> checksums) throws XMLStreamException {
    Map<String, String> texts = new HashMap<>();
    while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
      texts.put(reader.getLocalName(), reader.getElementText().strip());
    }
    String digits = texts.getOrDefault("PartNumber", "");
    String etag = texts.getOrDefault("ETag", "").replace("\"", "");
    if (!digits.matches("\\d{1," + NUMBER_DIGITS_MAX + "}") || etag.isEmpty()) {
      throw new IllegalArgumentException("a part has a PartNumber and an ETag");
    }
    int number = Integer.parseInt(digits);
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      String value = texts.get(algorithm.element());
      if (value != null) {
        checksums.put(new Named(number, algorithm.name()), value);
      }
    }
    return new CompleteRequest.Part(number, etag);
  }
}
