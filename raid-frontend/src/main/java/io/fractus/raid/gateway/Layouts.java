// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import io.fractus.protocol.layout.Layout;
import io.fractus.protocol.plan.Plan;
import io.fractus.protocol.plan.Target;
import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.object.ClassStatus;
import io.fractus.raid.object.StorageClass;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which layout what is put shall have: that which it names, else its bucket's, else our own.
 * Thread-safe.
 */
final class Layouts {
  private final Catalog catalog;
  private final ClassLayouts classes;
  private final Map<StorageClass, Target> targets;

  private Layouts(Catalog catalog, ClassLayouts classes, Map<StorageClass, Target> targets) {
    this.catalog = catalog;
    this.classes = classes;
    this.targets = targets;
  }

  /**
   * Remembers what was chosen.
   *
   * @param planner the tracker's
   * @throws IOException if what was chosen cannot be read
   */
  static Layouts open(
      Catalog catalog,
      RaidFrontendConfig config,
      Function<Target, Plan> planner,
      InstantSource clock)
      throws IOException {
    ClassLayouts classes =
        ClassLayouts.open(
            config.dataDirectory().resolve("classes.json"),
            config.targets(),
            config.defaultLayout(),
            planner,
            clock);
    return new Layouts(catalog, classes, config.targets());
  }

  /**
   * The name of a storage class, or a layout: what was asked for, or what the bucket says.
   *
   * @throws StoreException NO_SUCH_BUCKET
   */
  String name(String bucket, Optional<String> asked) {
    return asked.orElseGet(() -> catalog.storageClass(bucket).name());
  }

  /** Throws {@link StoreException} UNKNOWN_LAYOUT if it is neither. */
  Layout of(String name) {
    Optional<StorageClass> named = StorageClass.named(name);
    if (named.isPresent()) {
      return classes.of(named.get());
    }
    try {
      return Layout.parse(name);
    } catch (IllegalArgumentException e) {
      throw new StoreException(Code.UNKNOWN_LAYOUT, String.valueOf(e.getMessage()), e);
    }
  }

  /** All storage classes. */
  List<ClassStatus> classes() {
    return classes.status();
  }

  /** Begins to have the planner asked. */
  Planning planning() {
    return new Planning(classes, targets);
  }
}
