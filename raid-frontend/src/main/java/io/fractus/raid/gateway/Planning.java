// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import io.fractus.protocol.plan.Target;
import io.fractus.raid.object.StorageClass;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Has the planner asked for the classes that want nines: soon at first, then now and then. */
final class Planning implements AutoCloseable {
  /** How often: nodes come, go and are learned about in hours. */
  private static final Duration PAUSE = Duration.ofMinutes(10);

  /** How often while a class has no layout of its own yet, as before the first nodes have come. */
  private static final Duration PAUSE_AT_FIRST = Duration.ofSeconds(5);

  /** How often while a class does not get what it asks for: a cloud may just have begun. */
  private static final Duration PAUSE_UNMET = Duration.ofMinutes(1);

  private final Optional<Chore> chore;

  /** Nobody is asked if no class wants nines. */
  Planning(ClassLayouts classes, Map<StorageClass, Target> targets) {
    boolean isWished = targets.values().stream().anyMatch(of -> of instanceof Target.OfWish);
    this.chore =
        isWished
            ? Optional.of(
                new Chore(
                    "planning layouts",
                    () -> {
                      classes.refresh();
                      return false;
                    },
                    () -> pause(classes)))
            : Optional.empty();
  }

  private static Duration pause(ClassLayouts classes) {
    return classes.isWaiting() ? PAUSE_AT_FIRST : classes.isUnmet() ? PAUSE_UNMET : PAUSE;
  }

  @Override
  public void close() {
    chore.ifPresent(Chore::close);
  }
}
