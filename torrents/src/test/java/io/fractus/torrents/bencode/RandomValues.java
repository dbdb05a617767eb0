// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.bencode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random bencode values and random damage to their bytes. */
public final class RandomValues {
  private static final byte[] DIGITS_AND_MARKS =
      "0123456789ilde:-".getBytes(StandardCharsets.US_ASCII);

  private RandomValues() {}

  public static BValue value(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 2 : 4)) {
      case 0 -> BValue.integer(random.nextLong() >> random.nextInt(64));
      case 1 -> BValue.string(bytes(random));
      case 2 -> {
        List<BValue> values = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          values.add(value(random, depth - 1));
        }
        yield BValue.list(values);
      }
      default -> dictionary(random, depth);
    };
  }

  private static BValue.BDictionary dictionary(Random random, int depth) {
    BValue.Builder builder = BValue.dictionary();
    for (int i = random.nextInt(5); i > 0; i--) {
      // Some libraries take keys as text, so these are.
      builder.put(Integer.toString(random.nextInt(100_000), 36), value(random, depth - 1));
    }
    return builder.build();
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(12)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Changes, drops or doubles one byte. */
  public static byte[] mutated(byte[] input, Random random) {
    int at = random.nextInt(input.length);
    byte mark = DIGITS_AND_MARKS[random.nextInt(DIGITS_AND_MARKS.length)];
    int choice = random.nextInt(3);
    byte[] output = new byte[input.length + (choice == 0 ? 0 : choice == 1 ? -1 : 1)];
    int tail = choice == 2 ? at : at + 1;
    System.arraycopy(input, 0, output, 0, at);
    System.arraycopy(
        input, tail, output, output.length - (input.length - tail), input.length - tail);
    if (choice != 1) {
      output[at] = mark;
    }
    return output;
  }
}
