// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.random.RandomGenerator;

/** A key of 32 bytes in a file: 64 hexadecimal digits and a line feed. Stateless. */
public final class KeyFile {
  private static final int KEY = 32;

  /** Far above a key and its white space, far below a file named by mistake. */
  private static final int FILE_BYTES_MAX = 1_024;

  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private KeyFile() {}

  /** The key in a file, which is made (mode 0600, a new key) if it is not there. */
  public static byte[] loadOrCreate(Path file, RandomGenerator random) throws IOException {
    if (!Files.exists(file)) {
      byte[] key = new byte[KEY];
      random.nextBytes(key);
      String text = HexFormat.of().formatHex(key) + "\n";
      DurableFiles.write(file, text.getBytes(StandardCharsets.US_ASCII));
    }
    return load(file);
  }

  private static byte[] load(Path file) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (!OWNERS.containsAll(permissions)) {
      throw new IOException(
          "the key file %s is open to others than its owner (%s); run: chmod 600 %s"
              .formatted(file, PosixFilePermissions.toString(permissions), file));
    }
    if (Files.size(file) > FILE_BYTES_MAX) {
      throw new IOException("the key file " + file + " is too long to hold a key");
    }
    String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    if (text.length() != 2 * KEY || !text.chars().allMatch(HexFormat::isHexDigit)) {
      throw new IOException(
          "the key file %s does not hold %d hexadecimal digits but %d characters; restore it from"
                  .formatted(file, 2 * KEY, text.length())
              + " its backup: without it nothing that it sealed can be read");
    }
    return HexFormat.of().parseHex(text);
  }
}
