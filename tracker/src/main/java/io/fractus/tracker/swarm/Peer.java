// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.swarm;

import io.fractus.torrents.bencode.BValue.BString;
import java.net.InetAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One node in one swarm, as it last announced: a client with two addresses announces once by each.
 *
 * @param peerId 20 raw bytes, for replies that are not compact; not its identity
 * @param v4 its IPv4 address, or null
 * @param v6 its IPv6 address, or null
 * @param port where it listens
 * @param complete whether it has all of the bit
 * @param announced when
 */
public record Peer(
    BString peerId,
    @Nullable InetAddress v4,
    @Nullable InetAddress v6,
    int port,
    boolean complete,
    Instant announced) {}
