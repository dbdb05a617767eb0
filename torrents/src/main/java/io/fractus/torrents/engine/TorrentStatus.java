// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.engine;

import io.fractus.torrents.InfoHash;

/**
 * One bit as the engine has it.
 *
 * @param bit which
 * @param seeding whether it is complete
 * @param peers connections now
 */
public record TorrentStatus(InfoHash bit, boolean seeding, int peers) {}
