// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.explain;

/** What a copy is good for now. */
public enum Role {
  /** Has yet to be fetched by its node. */
  COMING,
  /** Is being verified, and does not count meanwhile. */
  UNSURE,
  /** The only complete one of a bit that shall have more. */
  LAST,
  /** One more than wanted, which stays as long as there is space. */
  RESERVE,
  /** The first of its bit on a node that is here in nearly every hour. */
  ANCHOR,
  /** Another such one. */
  FURTHER_ANCHOR,
  /** On a node that is not known yet, and can show itself with it. */
  NEWCOMER,
  /** On a node that lately sent wrong pieces. */
  DOUBTED,
  /** On a node that is here when the bit's other copies are not. */
  COMPLEMENT,
  /** One more, on a node that is neither reliable nor here when the others are not. */
  PLAIN
}
