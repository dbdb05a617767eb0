// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static java.util.Map.entry;

import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
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
        entry("replication", missing(S3Error.NO_SUCH_REPLICATION)));
  }

  /**
   * What all buckets have in the same way.
   *
   * @param root of the document that asks for it
   * @param isAsItIs whether a document asks for that, and for nothing else
   * @param refusal what is said to one that does
   */
  record Fixed(String root, Predicate<XmlTree> isAsItIs, String refusal) {}

  /** By the name of the parameter. */
  static Map<String, Fixed> fixed() {
    return Map.of(
        "accelerate",
        new Fixed(
            "AccelerateConfiguration",
            asked -> asked.textOf("Status").equals(Optional.of("Suspended")),
            "there is no transfer acceleration here"),
        "encryption",
        new Fixed(
            "ServerSideEncryptionConfiguration",
            Subresources::isOurEncryption,
            "everything is sealed with AES256, and no other encryption is there for a bucket"),
        "logging",
        new Fixed(
            "BucketLoggingStatus",
            asked -> asked.children().isEmpty(),
            "access is logged in the gateway's audit log, not into buckets"),
        "notification",
        new Fixed(
            "NotificationConfiguration",
            asked -> asked.children().isEmpty(),
            "there are no notifications here"),
        "requestPayment",
        new Fixed(
            "RequestPaymentConfiguration",
            asked -> asked.textOf("Payer").equals(Optional.of("BucketOwner")),
            "nobody pays for requests here"));
  }

  private static boolean isOurEncryption(XmlTree asked) {
    List<XmlTree> rules = asked.all("Rule");
    return rules.size() == 1
        && rules.getFirst().children().stream().allMatch(Subresources::isOurRule)
        && rules.getFirst().one("ApplyServerSideEncryptionByDefault").isPresent();
  }

  private static boolean isOurRule(XmlTree part) {
    return switch (part.name()) {
      case "ApplyServerSideEncryptionByDefault" ->
          part.textOf("SSEAlgorithm").equals(Optional.of(Encryption.AES256))
              && part.children().size() == 1;
      // It is about keys of a service that is not there.
      case "BucketKeyEnabled" -> true;
      case "BlockedEncryptionTypes" ->
          part.children().stream().allMatch(type -> type.text().equals("NONE"));
      default -> false;
    };
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
