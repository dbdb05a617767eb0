// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import org.jspecify.annotations.Nullable;

/**
 * What others measured of what a node sends.
 *
 * @param bytesPerSecond how fast it lately was; null while unknown
 * @param measured how often that was measured
 * @param wrong whether it is held for one that sends wrong pieces
 */
public record Service(@Nullable Double bytesPerSecond, long measured, boolean wrong) {
  static final Service NONE = new Service(null, 0, false);
}
