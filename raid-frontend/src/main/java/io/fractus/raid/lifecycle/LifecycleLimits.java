// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.lifecycle;

import java.time.Duration;

/** Every bound of lifecycles, each with its reason. */
public final class LifecycleLimits {
  /** Between two pages of a round, of 1,000 versions or uploads each: a million in 17 minutes. */
  public static final Duration PAGE_PAUSE = Duration.ofSeconds(1);

  /** Between two rounds: rules count in days. */
  public static final Duration ROUND_PAUSE = Duration.ofHours(1);

  private LifecycleLimits() {}
}
