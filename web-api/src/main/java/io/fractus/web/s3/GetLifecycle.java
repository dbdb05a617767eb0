// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.LifecycleRule;
import io.fractus.raid.object.LifecycleTransition;
import io.fractus.raid.object.ObjectStore;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;

/** GET {@code ?lifecycle} of a bucket. */
final class GetLifecycle implements S3Operation {
  private static final String MIDNIGHT = "T00:00:00.000Z";

  private final ObjectStore store;

  GetLifecycle(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    HeadBucket.require(store, request.bucket());
    List<LifecycleRule> rules = store.lifecycles().of(request.bucket());
    if (rules.isEmpty()) {
      throw new S3Exception(
          S3Error.NO_SUCH_LIFECYCLE_CONFIGURATION, "The lifecycle configuration does not exist");
    }
    XmlDocument xml = XmlDocument.result("LifecycleConfiguration");
    rules.forEach(rule -> write(xml, rule));
    request.reply(xml);
  }

  private static void write(XmlDocument xml, LifecycleRule rule) {
    xml.open("Rule").element("ID", rule.id());
    filter(xml, rule);
    xml.element("Status", rule.enabled() ? "Enabled" : "Disabled");
    if (rule.expirationDays() > 0) {
      xml.open("Expiration").element("Days", rule.expirationDays()).close();
    } else if (!rule.expirationDate().isEmpty()) {
      xml.open("Expiration").element("Date", rule.expirationDate() + MIDNIGHT).close();
    } else if (rule.expiredMarkers()) {
      xml.open("Expiration").element("ExpiredObjectDeleteMarker", true).close();
    }
    if (rule.noncurrentDays() > 0) {
      xml.open("NoncurrentVersionExpiration").element("NoncurrentDays", rule.noncurrentDays());
      if (rule.newerNoncurrent() > 0) {
        xml.element("NewerNoncurrentVersions", rule.newerNoncurrent());
      }
      xml.close();
    }
    rule.transitions().forEach(transition -> write(xml, transition));
    for (LifecycleTransition transition : rule.noncurrentTransitions()) {
      xml.open("NoncurrentVersionTransition").element("NoncurrentDays", transition.days());
      if (transition.newerNoncurrent() > 0) {
        xml.element("NewerNoncurrentVersions", transition.newerNoncurrent());
      }
      xml.element("StorageClass", transition.storageClass().name()).close();
    }
    if (rule.abortDays() > 0) {
      xml.open("AbortIncompleteMultipartUpload")
          .element("DaysAfterInitiation", rule.abortDays())
          .close();
    }
    xml.close();
  }

  private static void write(XmlDocument xml, LifecycleTransition transition) {
    xml.open("Transition");
    if (transition.date().isEmpty()) {
      xml.element("Days", transition.days());
    } else {
      xml.element("Date", transition.date() + MIDNIGHT);
    }
    xml.element("StorageClass", transition.storageClass().name()).close();
  }

  private static void filter(XmlDocument xml, LifecycleRule rule) {
    xml.open("Filter");
    if (!rule.looksAtObjects()) {
      xml.element("Prefix", rule.prefix()).close();
      return;
    }
    xml.open("And").element("Prefix", rule.prefix());
    new TreeMap<>(rule.tags())
        .forEach(
            (key, value) -> xml.open("Tag").element("Key", key).element("Value", value).close());
    if (rule.largerThan() >= 0) {
      xml.element("ObjectSizeGreaterThan", rule.largerThan());
    }
    if (rule.smallerThan() < Long.MAX_VALUE) {
      xml.element("ObjectSizeLessThan", rule.smallerThan());
    }
    xml.close().close();
  }
}
