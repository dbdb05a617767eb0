// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.Checksum;
import io.fractus.web.s3.auth.ChecksumAlgorithm;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A body of which a checksum is made while it is read, if one is wanted. Not thread-safe. */
final class SummedBody extends FilterInputStream {
  private final @Nullable ChecksumAlgorithm algorithm;
  private final ChecksumAlgorithm.@Nullable Running running;
  private final byte[] single = new byte[1];

  SummedBody(InputStream body, Optional<ChecksumAlgorithm> algorithm) {
    super(body);
    this.algorithm = algorithm.orElse(null);
    this.running = algorithm.map(ChecksumAlgorithm::start).orElse(null);
  }

  /** Of what was read, once. */
  Optional<Checksum> checksum() {
    return algorithm == null || running == null
        ? Optional.empty()
        : Optional.of(
            new Checksum(
                algorithm.name(), Base64.getEncoder().encodeToString(running.value()), false));
  }

  @Override
  public int read() throws IOException {
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = in.read(buffer, offset, length);
    if (read > 0 && running != null) {
      running.update(buffer, offset, read);
    }
    return read;
  }
}
