// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.BucketLock;
import io.fractus.raid.object.BucketLock.DefaultRetention;
import io.fractus.raid.object.Retention;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.time.OffsetDateTime;
import java.util.Optional;

/** The documents of object lock. Stateless. */
final class LockXml {
  private static final String CONFIGURATION = "ObjectLockConfiguration";
  private static final String RETENTION = "Retention";
  private static final String HOLD = "LegalHold";
  private static final String STATUS = "Status";
  private static final String ENABLED = "Enabled";

  private LockXml() {}

  /** Throws {@link S3Exception} if it is no such document. */
  static BucketLock configuration(byte[] xml) {
    return XmlInput.parse(
        xml,
        CONFIGURATION,
        reader -> {
          XmlTree root = XmlTree.read(reader, CONFIGURATION);
          if (!root.textOf("ObjectLockEnabled").orElse("").equals(ENABLED)) {
            throw new IllegalArgumentException("ObjectLockEnabled is not Enabled");
          }
          return new BucketLock(true, root.one("Rule").map(LockXml::rule));
        });
  }

  private static DefaultRetention rule(XmlTree rule) {
    XmlTree retention =
        rule.one("DefaultRetention")
            .orElseThrow(() -> new IllegalArgumentException("a Rule has a DefaultRetention"));
    Optional<String> days = retention.textOf("Days");
    Optional<String> years = retention.textOf("Years");
    if (days.isPresent() == years.isPresent()) {
      throw new IllegalArgumentException("a DefaultRetention has Days or Years");
    }
    Retention.Mode mode = Retention.Mode.valueOf(retention.textOf("Mode").orElse(""));
    int inDays = days.map(LockXml::number).orElse(0);
    int inYears = years.map(LockXml::number).orElse(0);
    try {
      return new DefaultRetention(mode, inDays, inYears);
    } catch (IllegalArgumentException e) {
      throw new S3Exception(S3Error.INVALID_RETENTION_PERIOD, String.valueOf(e.getMessage()), e);
    }
  }

  /** What is no number of an int is none that a period may have. */
  private static int number(String text) {
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
  }

  static XmlDocument configuration(BucketLock lock) {
    XmlDocument xml = XmlDocument.result(CONFIGURATION).element("ObjectLockEnabled", ENABLED);
    lock.rule()
        .ifPresent(rule -> {
          xml.open("Rule").open("DefaultRetention").element("Mode", rule.mode());
          if (rule.days() > 0) {
            xml.element("Days", rule.days());
          } else {
            xml.element("Years", rule.years());
          }
          xml.close().close();
        });
    return xml;
  }

  /** Empty if there shall be none; throws {@link S3Exception} if it is no such document. */
  static Optional<Retention> retention(byte[] xml) {
    return XmlInput.parse(
        xml,
        RETENTION,
        reader -> {
          XmlTree root = XmlTree.read(reader, RETENTION);
          Optional<String> mode = root.textOf("Mode").filter(text -> !text.isEmpty());
          Optional<String> until = root.textOf("RetainUntilDate").filter(text -> !text.isEmpty());
          if (mode.isEmpty() && until.isEmpty()) {
            return Optional.empty();
          }
          return Optional.of(
              new Retention(
                  Retention.Mode.valueOf(mode.orElse("")),
                  OffsetDateTime.parse(until.orElse("")).toInstant()));
        });
  }

  static XmlDocument retention(Retention retention) {
    return XmlDocument.result(RETENTION)
        .element("Mode", retention.mode())
        .element("RetainUntilDate", ListingXml.timestamp(retention.until()));
  }

  /** Throws {@link S3Exception} if it is no such document. */
  static boolean hold(byte[] xml) {
    return XmlInput.parse(
        xml,
        HOLD,
        reader ->
            switch (XmlTree.read(reader, HOLD).textOf(STATUS).orElse("")) {
              case "ON" -> true;
              case "OFF" -> false;
              default -> throw new IllegalArgumentException("its Status is ON or OFF");
            });
  }

  static XmlDocument hold(boolean hold) {
    return XmlDocument.result(HOLD).element(STATUS, hold ? "ON" : "OFF");
  }
}
