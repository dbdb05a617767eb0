// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static java.util.Map.entry;

import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a store without policies, versions and the like answers to clients that ask: the same as S3
 * for a bucket where nobody set them. Stateless.
 */
final class Subresources {
  private Subresources() {}

  /** By the name of the parameter: a document, or the error thrown in its place. */
  static Map<String, Supplier<XmlDocument>> ofBuckets() {
    return Map.ofEntries(
        entry("accelerate", empty("AccelerateConfiguration")),
        // No text stands for us-east-1, the region that all clients take for granted.
        entry("location", empty("LocationConstraint")),
        entry("logging", empty("BucketLoggingStatus")),
        entry("notification", empty("NotificationConfiguration")),
        entry("requestPayment", Subresources::requestPayment),
        entry("encryption", Subresources::encryption),
        entry("ownershipControls", missing(S3Error.NO_SUCH_OWNERSHIP_CONTROLS)),
        entry("replication", missing(S3Error.NO_SUCH_REPLICATION)),
        entry("tagging", missing(S3Error.NO_SUCH_TAG_SET)));
  }

  /** Whose a bucket and all in it are. */
  static XmlDocument owner(XmlDocument document, String name) {
    return document.open("Owner").element("ID", name).element("DisplayName", name).close();
  }

  private static XmlDocument encryption() {
    return XmlDocument.result("ServerSideEncryptionConfiguration")
        .open("Rule")
        .open("ApplyServerSideEncryptionByDefault")
        .element("SSEAlgorithm", Encryption.AES256)
        .close()
        .element("BucketKeyEnabled", false);
  }

  private static XmlDocument requestPayment() {
    return XmlDocument.result("RequestPaymentConfiguration").element("Payer", "BucketOwner");
  }

  private static Supplier<XmlDocument> empty(String root) {
    return () -> XmlDocument.result(root);
  }

  private static Supplier<XmlDocument> missing(S3Error error) {
    return () -> {
      throw new S3Exception(error, "nothing of the kind is set for this bucket");
    };
  }
}
