// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.wire;

/** By which byte the messages of the peer wire are told apart (BEP 3 and 6). */
public final class MessageIds {
  /** Stands for a message that has none. */
  public static final int KEEP_ALIVE = -1;

  public static final int CHOKE = 0;
  public static final int UNCHOKE = 1;
  public static final int INTERESTED = 2;
  public static final int HAVE = 4;
  public static final int BITFIELD = 5;
  public static final int REQUEST = 6;
  public static final int PIECE = 7;
  public static final int CANCEL = 8;
  public static final int HAVE_ALL = 14;
  public static final int HAVE_NONE = 15;
  public static final int REJECT = 16;

  private MessageIds() {}
}
