// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

/**
 * How a node is now.
 *
 * @param name what people call it
 * @param nodeId its id
 * @param cloudId its cloud
 * @param connected whether its channel to the tracker is open
 * @param channel the same for people, with the last error if it is not
 * @param port its BitTorrent port
 * @param shareBytes space offered
 * @param usedBytes space taken, reservations of fetches included
 * @param bits held complete
 * @param working bits waited for or worked on
 * @param lost bits found missing, truncated or corrupt since the start, or at it
 * @param hashedBytes read to verify bits since the start
 * @param sentBytes of pieces since the start
 * @param receivedBytes of pieces since the start
 */
public record NodeStatus(
    String name,
    String nodeId,
    String cloudId,
    boolean connected,
    String channel,
    int port,
    long shareBytes,
    long usedBytes,
    int bits,
    int working,
    long lost,
    long hashedBytes,
    long sentBytes,
    long receivedBytes) {}
