// SPDX-License-Identifier: Apache-2.0
/**
 * Telling HTTP trackers of many bits, each in its time, for engines that do not do it themselves.
 */
@NullMarked
package io.fractus.torrents.announce;

import org.jspecify.annotations.NullMarked;
