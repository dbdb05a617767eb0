// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.torrents.BitMetainfo;

/** What looks at a copy: over the wire, or as a simulation has it. Blocks; thread-safe. */
@FunctionalInterface
public interface CopyAuditor {
  /** Whether the node gave a right piece of the bit now. */
  boolean isRight(long node, BitMetainfo bit);
}
