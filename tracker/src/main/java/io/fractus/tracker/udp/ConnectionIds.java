// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.udp;

/**
 * Connection ids that need not be remembered: a keyed hash of the client's address and the minute.
 * Who can send one back can receive at that address. Immutable and thread-safe.
 */
final class ConnectionIds {
  /*
   * SipHash-2-4 (Aumasson and Bernstein, 2012) of 24 bytes. BEP 15 wants an id to be good for two
   * minutes after it was given out; one of the minute before last is the oldest that is accepted.
   */

  private static final int SLOT_SECONDS = 60;
  private static final int SLOTS_BEFORE = 2;

  private final long key0;
  private final long key1;

  ConnectionIds(long key0, long key1) {
    this.key0 = key0;
    this.key1 = key1;
  }

  /**
   * The id for an address.
   *
   * @param address four or sixteen bytes
   */
  long issue(byte[] address, long nowSeconds) {
    return hash(address, nowSeconds / SLOT_SECONDS);
  }

  boolean isValid(long id, byte[] address, long nowSeconds) {
    long slot = nowSeconds / SLOT_SECONDS;
    boolean valid = false;
    for (int before = 0; before <= SLOTS_BEFORE && !valid; before++) {
      valid = hash(address, slot - before) == id;
    }
    return valid;
  }

  private long hash(byte[] address, long slot) {
    long high = 0;
    long low = address.length;
    if (address.length == Integer.BYTES) {
      high = number(address, 0, Integer.BYTES);
    } else {
      high = number(address, 0, Long.BYTES);
      low = number(address, Long.BYTES, Long.BYTES);
    }
    return sip(key0, key1, high, low, slot);
  }

  private static long number(byte[] bytes, int from, int length) {
    long number = 0;
    for (int i = from; i < from + length; i++) {
      number = (number << 8) | (bytes[i] & 0xff);
    }
    return number;
  }

  /** SipHash-2-4 of three words, each taken as eight bytes in little-endian order. */
  static long sip(long key0, long key1, long... words) {
    long v0 = key0 ^ 0x736f6d6570736575L;
    long v1 = key1 ^ 0x646f72616e646f6dL;
    long v2 = key0 ^ 0x6c7967656e657261L;
    long v3 = key1 ^ 0x7465646279746573L;
    int rounds = 2 * words.length + 2 + 4;
    for (int round = 0; round < rounds; round++) {
      int word = round / 2;
      boolean first = round % 2 == 0 && word <= words.length;
      long m = word < words.length ? words[word] : ((long) words.length * Long.BYTES) << 56;
      if (first) {
        v3 ^= m;
      }
      v0 += v1;
      v2 += v3;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v1;
      v0 += v3;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 = Long.rotateLeft(v2, 32);
      if (round % 2 == 1 && word <= words.length) {
        v0 ^= m;
        if (word == words.length) {
          v2 ^= 0xff;
        }
      }
    }
    return v0 ^ v1 ^ v2 ^ v3;
  }
}
