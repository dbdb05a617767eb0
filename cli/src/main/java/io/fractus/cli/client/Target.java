// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.client;

import io.fractus.cli.base.Failure;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.StoreException;

/** How users name buckets and objects: {@code bucket/key}. Stateless. */
final class Target {
  private Target() {}

  /** Throws {@link Failure} of wrong usage if a rule is broken. */
  static ObjectKey object(String text) {
    int slash = text.indexOf('/');
    if (slash <= 0 || slash == text.length() - 1) {
      throw Failure.wrongUsage("'" + text + "' is not of the form bucket/key");
    }
    try {
      return new ObjectKey(text.substring(0, slash), text.substring(slash + 1));
    } catch (StoreException e) {
      throw Failure.wrongUsage(String.valueOf(e.getMessage()), e);
    }
  }

  /** Throws {@link Failure} of wrong usage if a rule is broken. */
  static String bucket(String text) {
    try {
      ObjectKey.checkBucket(text);
    } catch (StoreException e) {
      throw Failure.wrongUsage(String.valueOf(e.getMessage()), e);
    }
    return text;
  }

  /** The last part of a key: the name of a file to make of it. */
  static String fileName(ObjectKey object) {
    String name = object.key().substring(object.key().lastIndexOf('/') + 1);
    if (name.isEmpty()) {
      throw Failure.wrongUsage("'" + object + "' ends with a slash: name the file to write");
    }
    return name;
  }
}
