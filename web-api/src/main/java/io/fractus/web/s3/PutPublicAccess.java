// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectStore;
import io.fractus.web.access.BucketSettings;
import io.fractus.web.access.PublicAccess;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** PUT {@code ?publicAccessBlock} of a bucket. */
final class PutPublicAccess implements S3Operation {
  private static final Set<String> NAMES =
      Set.of("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets");

  private final ObjectStore store;

  PutPublicAccess(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    HeadBucket.require(store, request.bucket());
    Map<String, Boolean> given =
        XmlInput.parse(
            SmallBody.read(request), "PublicAccessBlockConfiguration", PutPublicAccess::read);
    PublicAccess block =
        new PublicAccess(
            given.getOrDefault("BlockPublicAcls", false),
            given.getOrDefault("IgnorePublicAcls", false),
            given.getOrDefault("BlockPublicPolicy", false),
            given.getOrDefault("RestrictPublicBuckets", false));
    store.book().set(request.bucket(), BucketSettings.PUBLIC_ACCESS, block.text());
  }

  private static Map<String, Boolean> read(XMLStreamReader reader) throws XMLStreamException {
    Map<String, Boolean> given = new HashMap<>();
    reader.nextTag();
    reader.require(XMLStreamConstants.START_ELEMENT, null, "PublicAccessBlockConfiguration");
    while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
      String name = reader.getLocalName();
      String text = reader.getElementText().strip().toLowerCase(Locale.ROOT);
      if (!NAMES.contains(name) || !(text.equals("true") || text.equals("false"))) {
        throw new S3Exception(
            S3Error.MALFORMED_XML, "a public access block has " + NAMES + ", each true or false");
      }
      given.put(name, text.equals("true"));
    }
    return given;
  }
}
