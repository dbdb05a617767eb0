// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.control;

import java.time.Instant;
import java.util.List;

/**
 * What stripes can bear, in the order of the request.
 *
 * @param at when this was so
 * @param leavesOut what the chances do not know of, for people
 * @param stripes one for each that was asked about
 */
public record ExplainReply(Instant at, String leavesOut, List<StripeOutlook> stripes) {
  public ExplainReply {
    stripes = List.copyOf(stripes);
  }
}
