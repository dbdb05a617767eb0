// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.access;

/**
 * What a bucket keeps from the public, whatever its policy and ACLs say.
 *
 * @param blockAcls no ACL may be set that opens anything
 * @param ignoreAcls those that were set open nothing
 * @param blockPolicy no policy may be set that opens anything
 * @param restrict a policy that opens something counts for the owner alone
 */
public record PublicAccess(
    boolean blockAcls, boolean ignoreAcls, boolean blockPolicy, boolean restrict) {
  /** As it is for a bucket for which nothing was said. */
  public static final PublicAccess OPEN = new PublicAccess(false, false, false, false);

  /** As it is kept: four letters, of which a capital is yes. */
  public String text() {
    return (blockAcls ? "A" : "a")
        + (ignoreAcls ? "I" : "i")
        + (blockPolicy ? "P" : "p")
        + (restrict ? "R" : "r");
  }

  /** What {@link #text} made. */
  public static PublicAccess of(String text) {
    return new PublicAccess(
        text.contains("A"), text.contains("I"), text.contains("P"), text.contains("R"));
  }
}
