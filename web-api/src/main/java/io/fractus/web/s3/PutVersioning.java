// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectStore;
import io.fractus.raid.object.Versioning;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** PUT {@code ?versioning} of a bucket: versions are kept from now on, or no more are made. */
final class PutVersioning implements S3Operation {
  private final ObjectStore store;

  PutVersioning(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    HeadBucket.require(store, request.bucket());
    Versioning versioning =
        XmlInput.parse(SmallBody.read(request), "VersioningConfiguration", PutVersioning::parse);
    store.versions().set(request.bucket(), versioning);
  }

  private static Versioning parse(XMLStreamReader reader) throws XMLStreamException {
    reader.nextTag();
    reader.require(XMLStreamConstants.START_ELEMENT, null, "VersioningConfiguration");
    Map<String, String> texts = new HashMap<>();
    while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
      texts.put(reader.getLocalName(), reader.getElementText().strip());
    }
    if (texts.getOrDefault("MfaDelete", "Disabled").equals("Enabled")) {
      throw new S3Exception(
          S3Error.NOT_IMPLEMENTED, "MfaDelete cannot be enabled: there are no MFA devices here");
    }
    String status = texts.getOrDefault("Status", "");
    if (status.isEmpty()) {
      throw new S3Exception(
          S3Error.ILLEGAL_VERSIONING_CONFIGURATION, "the Status must be Enabled or Suspended");
    }
    return Versioning.of(status);
  }
}
