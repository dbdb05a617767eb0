// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.announce;

/** An announce or a scrape is refused. Without a stack: clients can cause many. */
public final class AnnounceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Refusal refusal;

  AnnounceException(Refusal refusal) {
    super(refusal.reason(), null, false, false);
    this.refusal = refusal;
  }

  /** Why. */
  public Refusal refusal() {
    return refusal;
  }
}
