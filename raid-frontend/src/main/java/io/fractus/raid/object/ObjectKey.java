// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import static io.fractus.raid.object.StoreException.Code.INVALID_BUCKET_NAME;
import static io.fractus.raid.object.StoreException.Code.INVALID_KEY;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Where an object is: bucket and key. The rules are S3's, and no segment of a key may be {@code .}
 * or {@code ..}, so that a key can safely become a file name on a client.
 *
 * @param bucket 3 to 63 lower-case letters, digits, dots and dashes
 * @param key 1 to 1,024 bytes of UTF-8 without control characters
 */
public record ObjectKey(String bucket, String key) {
  /** Longest key, in bytes of UTF-8. */
  public static final int KEY_BYTES_MAX = 1_024;

  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  /** Throws {@link StoreException} if either breaks a rule. */
  public ObjectKey {
    checkBucket(bucket);
    checkKey(key);
  }

  /** Throws {@link StoreException} if the name breaks a rule. */
  public static void checkBucket(String bucket) {
    if (!BUCKET.matcher(bucket).matches() || bucket.contains("..")) {
      throw new StoreException(
          INVALID_BUCKET_NAME,
          "a bucket name has 3..63 lower-case letters, digits, '.' and '-', starts and ends with a"
              + " letter or digit and has no '..'; this is '"
              + shorten(bucket)
              + "'");
    }
  }

  private static void checkKey(String key) {
    if (key.isEmpty()) {
      throw new StoreException(INVALID_KEY, "the key is empty");
    }
    int bytes = key.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > KEY_BYTES_MAX) {
      throw new StoreException(
          INVALID_KEY, "a key has at most " + KEY_BYTES_MAX + " bytes of UTF-8, this has " + bytes);
    }
    if (key.indexOf('\uFFFD') >= 0 || !isWellFormed(key)) {
      throw new StoreException(INVALID_KEY, "the key is not valid UTF-8");
    }
    if (key.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      throw new StoreException(INVALID_KEY, "the key has a control character");
    }
    for (String segment : key.split("/", -1)) {
      if (segment.equals(".") || segment.equals("..")) {
        throw new StoreException(
            INVALID_KEY,
            "no part of a key between slashes may be '.' or '..': '" + shorten(key) + "'");
      }
    }
  }

  private static boolean isWellFormed(String key) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(key);
  }

  private static String shorten(String name) {
    return name.length() <= 80 ? name : name.substring(0, 80) + "…";
  }

  @Override
  public String toString() {
    return bucket + "/" + key;
  }
}
