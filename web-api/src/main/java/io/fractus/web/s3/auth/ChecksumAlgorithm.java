// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3.auth;

import io.fractus.web.http.ContentMd5;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** The checksums that a client may send in a header {@code x-amz-checksum-*} or a trailer. */
public enum ChecksumAlgorithm {
  CRC32(Optional.of(new CrcSum(32, 0xedb88320L))) {
    @Override
    public Running start() {
      return new Cyclic(new CRC32(), Integer.BYTES);
    }
  },
  CRC32C(Optional.of(new CrcSum(32, 0x82f63b78L))) {
    @Override
    public Running start() {
      return new Cyclic(new CRC32C(), Integer.BYTES);
    }
  },
  CRC64NVME(Optional.of(new CrcSum(64, 0x9a6c9329ac4bc9b5L))) {
    @Override
    public Running start() {
      return new Cyclic(new Crc64Nvme(), Long.BYTES);
    }
  },
  SHA1(Optional.empty()) {
    @Override
    public Running start() {
      return new Digested(ContentMd5.newDigest("SHA-1"));
    }
  },
  SHA256(Optional.empty()) {
    @Override
    public Running start() {
      return new Digested(ContentMd5.newDigest("SHA-256"));
    }
  };

  private static final String PREFIX = "x-amz-checksum-";

  private final Optional<CrcSum> sum;

  ChecksumAlgorithm(Optional<CrcSum> sum) {
    this.sum = sum;
  }

  /** Whether the checksums of two runs of bytes give that of both. */
  public boolean isCombinable() {
    return sum.isPresent();
  }

  /**
   * The checksum of two runs of bytes, one after the other.
   *
   * @param secondLength bytes of the second
   */
  public byte[] combine(byte[] first, byte[] second, long secondLength) {
    return sum.orElseThrow().combine(first, second, secondLength);
  }

  /** The element of XML documents. */
  public String element() {
    return "Checksum" + name();
  }

  /** Which one a request has for its body, if it has one; the first of several. */
  public static Optional<ChecksumAlgorithm> of(HttpServletRequest request) {
    String trailer = request.getHeader("x-amz-trailer");
    return Stream.of(values())
        .filter(algorithm ->
            request.getHeader(algorithm.header()) != null
                || algorithm.header().equalsIgnoreCase(trailer == null ? "" : trailer.strip()))
        .findFirst();
  }

  /** A checksum of what was fed so far. Not thread-safe. */
  public interface Running {
    void update(byte[] bytes, int offset, int length);

    /** Big-endian, once. */
    byte[] value();
  }

  /** A checksum of nothing yet. */
  public abstract Running start();

  /** The header, or the trailer. */
  public String header() {
    return PREFIX + name().toLowerCase(Locale.ROOT);
  }

  /** The algorithm of a header or trailer; empty if the name is not one of a checksum. */
  public static Optional<ChecksumAlgorithm> ofHeader(String name) {
    return Stream.of(values()).filter(algorithm -> algorithm.header().equals(name)).findFirst();
  }

  private record Cyclic(Checksum checksum, int width) implements Running {
    @Override
    public void update(byte[] bytes, int offset, int length) {
      checksum.update(bytes, offset, length);
    }

    @Override
    public byte[] value() {
      ByteBuffer value = ByteBuffer.allocate(width);
      return width == Integer.BYTES
          ? value.putInt((int) checksum.getValue()).array()
          : value.putLong(checksum.getValue()).array();
    }
  }

  private record Digested(MessageDigest digest) implements Running {
    @Override
    public void update(byte[] bytes, int offset, int length) {
      digest.update(bytes, offset, length);
    }

    @Override
    public byte[] value() {
      return digest.digest();
    }
  }
}
