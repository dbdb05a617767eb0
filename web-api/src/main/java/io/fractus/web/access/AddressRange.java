// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Addresses of IPv4 and IPv6 in CIDR notation. Stateless. */
final class AddressRange {
  private AddressRange() {}

  static boolean isValid(String range) {
    return prefix(range).isPresent();
  }

  /** Whether an address is in a range that is valid; what is no address is in none. */
  static boolean contains(String range, String address) {
    Optional<byte[]> given = bytes(address);
    Prefix prefix = prefix(range).orElseThrow();
    if (given.isEmpty() || given.get().length != prefix.address.length) {
      return false;
    }
    for (int bit = 0; bit < prefix.bits; bit++) {
      int mask = 0x80 >> bit % Byte.SIZE;
      int index = bit / Byte.SIZE;
      if ((given.get()[index] & mask) != (prefix.address[index] & mask)) {
        return false;
      }
    }
    return true;
  }

  private static final class Prefix {
    final byte[] address;
    final int bits;

    Prefix(byte[] address, int bits) {
      this.address = address;
      this.bits = bits;
    }
  }

  private static Optional<Prefix> prefix(String range) {
    int slash = range.indexOf('/');
    Optional<byte[]> address = bytes(slash < 0 ? range : range.substring(0, slash));
    if (address.isEmpty()) {
      return Optional.empty();
    }
    int most = address.get().length * Byte.SIZE;
    String digits = slash < 0 ? Integer.toString(most) : range.substring(slash + 1);
    if (!digits.matches("\\d{1,3}") || Integer.parseInt(digits) > most) {
      return Optional.empty();
    }
    return Optional.of(new Prefix(address.get(), Integer.parseInt(digits)));
  }

  /** Only numbers: a name would be looked up. */
  private static Optional<byte[]> bytes(String text) {
    String plain = text.startsWith("[") && text.endsWith("]") ? unbracketed(text) : text;
    boolean four = plain.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    boolean six = plain.contains(":") && plain.matches("[0-9a-fA-F:.]{2,45}");
    if (!four && !six) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(plain).getAddress());
    } catch (UnknownHostException _) {
      return Optional.empty();
    }
  }

  private static String unbracketed(String text) {
    return text.substring(1, text.length() - 1);
  }
}
