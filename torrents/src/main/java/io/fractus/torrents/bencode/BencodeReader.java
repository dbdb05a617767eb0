// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.bencode;

import io.fractus.torrents.bencode.BValue.BDictionary;
import io.fractus.torrents.bencode.BValue.BInteger;
import io.fractus.torrents.bencode.BValue.BList;
import io.fractus.torrents.bencode.BValue.BString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One pass over one input. Not thread-safe; used once. */
final class BencodeReader {
  /*
   * Canonical means: no leading zeros, no -0, lengths without sign, dictionary keys in strictly
   * rising order of their raw bytes. Everything else is refused, so that a value has one encoding
   * and an infohash one dictionary.
   */

  private final byte[] input;
  private final int depthMax;
  private int valuesLeft;
  private int position;

  BencodeReader(byte[] input, int depthMax, int valuesMax) {
    this.input = input;
    this.depthMax = depthMax;
    this.valuesLeft = valuesMax;
  }

  BValue readDocument() {
    BValue value = read(0);
    if (position != input.length) {
      throw error("bytes after the end of the value");
    }
    return value;
  }

  private BValue read(int depth) {
    if (--valuesLeft < 0) {
      throw error("too many values");
    }
    byte first = peek("a value");
    return switch (first) {
      case 'i' -> readInteger();
      case 'l' -> readList(depth);
      case 'd' -> readDictionary(depth);
      case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> readString();
      default -> throw error("expected i, l, d or a digit, found byte " + (first & 0xff));
    };
  }

  private BInteger readInteger() {
    position++;
    boolean negative = peek("an integer") == '-';
    if (negative) {
      position++;
    }
    int start = position;
    long value = readDigits('e', negative);
    if (negative && value == 0) {
      throw new BencodeException("-0 is not canonical", start);
    }
    return new BInteger(value);
  }

  private BString readString() {
    int start = position;
    long length = readDigits(':', false);
    if (length > input.length - position) {
      throw new BencodeException(
          "a string of " + length + " bytes, " + (input.length - position) + " left", start);
    }
    int end = position + (int) length;
    BString string = new BString(Arrays.copyOfRange(input, position, end));
    position = end;
    return string;
  }

  private BList readList(int depth) {
    enter(depth);
    List<BValue> values = new ArrayList<>();
    while (peek("a list") != 'e') {
      values.add(read(depth + 1));
    }
    position++;
    return new BList(values);
  }

  private BDictionary readDictionary(int depth) {
    enter(depth);
    TreeMap<BString, BValue> entries = new TreeMap<>();
    @Nullable BString last = null;
    while (peek("a dictionary") != 'e') {
      int start = position;
      if (peek("a key") < '0' || peek("a key") > '9') {
        throw error("a dictionary key must be a string");
      }
      BString key = readString();
      if (last != null && key.compareTo(last) <= 0) {
        throw new BencodeException(
            key.equals(last) ? "a key twice" : "keys not in the order of their bytes", start);
      }
      last = key;
      entries.put(key, read(depth + 1));
    }
    position++;
    return new BDictionary(entries);
  }

  private void enter(int depth) {
    if (depth >= depthMax) {
      throw error("nested deeper than " + depthMax);
    }
    position++;
  }

  /** Decimal digits up to and with the terminator; negative numbers are gathered as negative. */
  private long readDigits(char terminator, boolean negative) {
    int start = position;
    long value = 0;
    while (peek("a number") != terminator) {
      byte digit = input[position];
      if (digit < '0' || digit > '9') {
        throw error("expected a digit or '" + terminator + "', found byte " + (digit & 0xff));
      }
      if (position > start && input[start] == '0') {
        throw new BencodeException("a leading zero is not canonical", start);
      }
      try {
        value = Math.multiplyExact(value, 10L);
        value =
            negative ? Math.subtractExact(value, digit - '0') : Math.addExact(value, digit - '0');
      } catch (ArithmeticException _) {
        throw new BencodeException("a number beyond 64 bits", start);
      }
      position++;
    }
    if (position == start) {
      throw error("a number without digits");
    }
    position++;
    return value;
  }

  private byte peek(String where) {
    if (position >= input.length) {
      throw error("the input ends inside " + where);
    }
    return input[position];
  }

  private BencodeException error(String message) {
    return new BencodeException(message, position);
  }
}
