// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.role;

import io.fractus.protocol.plan.Target;
import io.fractus.raid.object.StorageClass;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What {@code --class NAME=TARGET} says. Stateless. */
final class ClassTargets {
  private ClassTargets() {}

  /**
   * The targets by class.
   *
   * @throws IllegalArgumentException if there is no such class or no such target; the message says
   *     why
   */
  static Map<StorageClass, Target> parse(Map<String, String> given) {
    Map<StorageClass, Target> targets = new EnumMap<>(StorageClass.class);
    given.forEach((name, target) -> {
      StorageClass of =
          StorageClass.named(name.strip().toUpperCase(Locale.ROOT))
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "there is no storage class '%s'; there are %s"
                          .formatted(name, Arrays.toString(StorageClass.values()))));
      targets.put(of, Target.parse(target));
    });
    return targets;
  }
}
