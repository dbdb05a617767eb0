// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.reputation;

import java.util.Locale;

/** How far a node is believed. */
public enum Standing {
  /** Too little was seen of it. */
  NEW,
  /** Was watched for a day and passed ten audits. */
  VETTED,
  /** Was watched for a week, passed all of 86 audits, and nearly always answers. */
  RELIABLE,
  /** Has not what it says it has. */
  LIAR;

  /** The tag for it. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
