// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.javaengine;

import io.fractus.torrents.InfoHash;

/** A bit that the engine has: complete, or on its way. */
sealed interface Carried permits Seed, JavaFetch {
  InfoHash hash();

  /** Whether all of it can be read. */
  boolean isSeeding();
}
