// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol;

import java.time.Duration;

/** Every bound of the protocol, each with its reason. */
public final class Limits {
  /** Bits in one stripe: the code is over GF(2^8). */
  public static final int BITS_PER_STRIPE_MAX = 255;

  /** Copies of one bit: beyond this a wider code is always cheaper. */
  public static final int COPIES_MAX = 16;

  /** Characters of a layout in text: 255 numbers of two digits, their commas and the rest. */
  public static final int LAYOUT_LENGTH_MAX = 1_024;

  /** Infohashes in one request or frame: 4,096 of them are under 200 KB of JSON. */
  public static final int INFOHASHES_PER_MESSAGE_MAX = 4_096;

  /** Reports in one request. */
  public static final int REPORTS_PER_MESSAGE_MAX = 1_024;

  /** Bytes of one JSON body or frame: 255 bits with an info dictionary of 8 KiB each in base64. */
  public static final int MESSAGE_BYTES_MAX = 4 << 20;

  /** Characters of a node's name, site, region or class. */
  public static final int LABEL_LENGTH_MAX = 64;

  /**
   * How long the tracker holds a question for sources open: below every idle timeout on the way.
   */
  public static final Duration WAIT_MAX = Duration.ofSeconds(20);

  /** How often a node says that it is there. */
  public static final Duration HEARTBEAT = Duration.ofSeconds(5);

  /** Silence after which a node is taken for absent: three heartbeats. */
  public static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(15);

  /** The code with which a channel is closed whose node is here already, on the original. */
  public static final int CLONED = 4002;

  private Limits() {}
}
