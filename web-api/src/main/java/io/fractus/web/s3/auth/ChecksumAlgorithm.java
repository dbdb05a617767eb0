// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3.auth;

import io.fractus.web.http.ContentMd5;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** The checksums that a client may send in a header {@code x-amz-checksum-*} or a trailer. */
enum ChecksumAlgorithm {
  CRC32 {
    @Override
    Running start() {
      return new Cyclic(new CRC32(), Integer.BYTES);
    }
  },
  CRC32C {
    @Override
    Running start() {
      return new Cyclic(new CRC32C(), Integer.BYTES);
    }
  },
  CRC64NVME {
    @Override
    Running start() {
      return new Cyclic(new Crc64Nvme(), Long.BYTES);
    }
  },
  SHA1 {
    @Override
    Running start() {
      return new Digested(ContentMd5.newDigest("SHA-1"));
    }
  },
  SHA256 {
    @Override
    Running start() {
      return new Digested(ContentMd5.newDigest("SHA-256"));
    }
  };

  private static final String PREFIX = "x-amz-checksum-";

  /** A checksum of what was fed so far. Not thread-safe. */
  interface Running {
    void update(byte[] bytes, int offset, int length);

    /** Big-endian, once. */
    byte[] value();
  }

  abstract Running start();

  /** The header, or the trailer. */
  String header() {
    return PREFIX + name().toLowerCase(Locale.ROOT);
  }

  /** The algorithm of a header or trailer; empty if the name is not one of a checksum. */
  static Optional<ChecksumAlgorithm> ofHeader(String name) {
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
