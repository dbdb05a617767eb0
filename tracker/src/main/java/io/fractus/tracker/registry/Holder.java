// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

import io.fractus.protocol.control.CopyState;

/**
 * One copy of a bit, and the node that has it or shall have it.
 *
 * @param node which node
 * @param ordinal the order in which copies were placed; the lowest comes from the gateway
 * @param state how far it is
 * @param stock whether the node is a stock client
 */
public record Holder(NodeRecord node, int ordinal, CopyState state, boolean stock) {}
