// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import io.fractus.tracker.reputation.Standing;
import org.jspecify.annotations.Nullable;

/**
 * How a node serves, as others saw it.
 *
 * @param bytesPerSecond how fast it lately was; null while unknown
 * @param standing how far it is believed
 * @param wrong whether it is held for one that has not what it says, or lately answered wrong
 */
public record Service(@Nullable Double bytesPerSecond, Standing standing, boolean wrong) {
  static final Service NONE = new Service(null, Standing.NEW, false);
}
