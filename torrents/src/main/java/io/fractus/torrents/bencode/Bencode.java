// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.bencode;

import io.fractus.torrents.bencode.BValue.BDictionary;
import io.fractus.torrents.bencode.BValue.BInteger;
import io.fractus.torrents.bencode.BValue.BList;
import io.fractus.torrents.bencode.BValue.BString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The bencode codec (BEP 3). What it decodes is canonical: for every accepted input, {@code
 * encode(decode(input))} equals the input. Stateless and thread-safe.
 */
public final class Bencode {
  /** Lists and dictionaries inside each other, at most; a torrent needs 5. */
  public static final int DEPTH_MAX = 32;

  /**
   * Values in one document, at most: a bound on the objects that a small hostile input can make.
   */
  public static final int VALUES_MAX = 1_000_000;

  private Bencode() {}

  /**
   * Decodes one value that fills the input.
   *
   * @throws BencodeException if it is malformed, not canonical, too deep, or followed by more bytes
   */
  public static BValue decode(byte[] input) {
    return new BencodeReader(input, DEPTH_MAX, VALUES_MAX).readDocument();
  }

  /** The canonical bytes of a value. */
  public static byte[] encode(BValue value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(value, out);
    return out.toByteArray();
  }

  private static void write(BValue value, ByteArrayOutputStream out) {
    switch (value) {
      case BInteger(long number) -> ascii("i" + number + "e", out);
      case BString string -> write(string, out);
      case BList(var values) -> {
        out.write('l');
        values.forEach(element -> write(element, out));
        out.write('e');
      }
      case BDictionary(var entries) -> {
        out.write('d');
        for (Map.Entry<BString, BValue> entry : entries.entrySet()) {
          write(entry.getKey(), out);
          write(entry.getValue(), out);
        }
        out.write('e');
      }
    }
  }

  private static void write(BString string, ByteArrayOutputStream out) {
    ascii(string.length() + ":", out);
    out.writeBytes(string.bytes());
  }

  private static void ascii(String text, ByteArrayOutputStream out) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}
