// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.engine;

/**
 * Bytes of pieces that an engine moved since it started; protocol overhead is not counted.
 *
 * @param sent to peers
 * @param received from peers
 */
public record Traffic(long sent, long received) {}
