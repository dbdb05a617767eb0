// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import io.fractus.tracker.history.ProbeVerdict;

/**
 * What a probe found.
 *
 * @param verdict what it says of the node
 * @param bytes of right pieces that came
 * @param millis from the request to the last of them; of a stalled one how long it was silent after
 *     it had said that it serves and has what it was asked for, 0 if it said nothing
 * @param detail evidence for people
 */
public record ProbeReport(ProbeVerdict verdict, long bytes, long millis, String detail) {}
