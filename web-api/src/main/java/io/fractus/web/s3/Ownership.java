// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.web.access.BucketSettings;
import io.fractus.web.access.CannedAcl;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Whether the ACLs in a bucket count: the kinds of {@code ?ownershipControls}. Stateless. */
final class Ownership {
  /** Of a new bucket. */
  static final String HEADER = "x-amz-object-ownership";

  private static final String ROOT = "OwnershipControls";
  private static final String RULE = "ObjectOwnership";

  /** What is put into a bucket is its owner's, under both. */
  private static final Set<String> KINDS =
      Set.of(BucketSettings.OWNER_ENFORCED, "BucketOwnerPreferred");

  private Ownership() {}

  /** As a document. */
  static XmlDocument document(String kind) {
    return XmlDocument.result(ROOT).open("Rule").element(RULE, kind);
  }

  /** What a document asks for; throws {@link S3Exception}. */
  static String parse(byte[] xml) {
    return checked(XmlInput.parse(xml, ROOT, Ownership::read));
  }

  private static String read(XMLStreamReader reader) throws XMLStreamException {
    return XmlTree.read(reader, ROOT)
        .one("Rule")
        .flatMap(rule -> rule.textOf(RULE))
        .orElseThrow(() -> new IllegalArgumentException("it has no Rule with " + RULE));
  }

  /** Throws {@link S3Exception} if a bucket cannot have both. */
  static void checkAcl(String kind, CannedAcl acl) {
    if (kind.equals(BucketSettings.OWNER_ENFORCED) && acl != CannedAcl.PRIVATE) {
      throw new S3Exception(
          S3Error.INVALID_BUCKET_ACL,
          "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
    }
  }

  /** Throws {@link S3Exception} if there is no such kind here. */
  static String checked(String kind) {
    if (kind.equals("ObjectWriter")) {
      throw new S3Exception(
          S3Error.NOT_IMPLEMENTED,
          "objects belong to the owner of their bucket, whoever writes them: use one of " + KINDS);
    }
    if (!KINDS.contains(kind)) {
      throw new S3Exception(S3Error.INVALID_ARGUMENT, "there is no object ownership " + kind);
    }
    return kind;
  }
}
