// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import io.fractus.protocol.control.ReportRequest.Kind;
import io.fractus.tracker.reputation.Overtaken;

/**
 * What a gateway said of a node.
 *
 * @param bytes that came
 * @param millis how long that took
 * @param overtaken what it is worth if the node was given up for others
 */
record GatewayWord(Kind kind, long bytes, long millis, Overtaken overtaken) {}
