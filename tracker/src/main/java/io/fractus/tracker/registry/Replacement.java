// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

import io.fractus.protocol.control.CopyState;

/**
 * A copy that is made so that another node may let go of its own.
 *
 * @param bit the key of the bit
 * @param footprint bytes that it takes of a share
 * @param node where it is made
 * @param insteadOf the node that shall let go
 * @param state how far it is
 */
public record Replacement(long bit, long footprint, long node, long insteadOf, CopyState state) {}
