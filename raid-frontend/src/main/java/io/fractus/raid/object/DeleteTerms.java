// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.util.Optional;

/**
 * On what terms something is deleted.
 *
 * @param bypassGovernance whether a retention of governance is ended: who asks may do so, and wants
 *     to
 * @param ifMatch the ETag that what is shown at the key must have, or {@code *} for any, if any
 */
public record DeleteTerms(boolean bypassGovernance, Optional<String> ifMatch) {
  /** None: what is locked stays. */
  public static final DeleteTerms PLAIN = new DeleteTerms(false, Optional.empty());
}
