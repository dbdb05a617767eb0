// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

/**
 * What the registry has of a node's passkey.
 *
 * @param node its key
 * @param fingerprint SHA-256 of the passkey in hexadecimal
 * @param version part of every key derived from it; grows when it is rotated
 * @param revoked whether it is refused
 * @param stock whether the node is a stock client, with or without an agent
 * @param reportedUp bytes that its clients said they sent, since it joined
 * @param reportedDown bytes that its clients said they received
 */
public record PasskeyRecord(
    long node,
    String fingerprint,
    int version,
    boolean revoked,
    boolean stock,
    long reportedUp,
    long reportedDown) {}
