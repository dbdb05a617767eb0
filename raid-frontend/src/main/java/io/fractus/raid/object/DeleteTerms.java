// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

/**
 * On what terms something is deleted.
 *
 * @param bypassGovernance whether a retention of governance is ended: who asks may do so, and wants
 *     to
 */
public record DeleteTerms(boolean bypassGovernance) {
  /** None: what is locked stays. */
  public static final DeleteTerms PLAIN = new DeleteTerms(false);
}
