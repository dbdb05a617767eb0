// SPDX-License-Identifier: Apache-2.0
package io.fractus.contract;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The contract, held against S3Proxy. */
final class S3ProxyContractIT {
  private static @Nullable Server server;

  @BeforeAll
  static void start() throws IOException {
    server = S3ProxyServer.start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static Server running() {
    if (server == null) {
      throw new IllegalStateException("the server was not started");
    }
    return server;
  }

  @Nested
  final class OfBuckets extends Buckets {
    OfBuckets() {
      super(running());
    }
  }

  @Nested
  final class OfObjects extends Objects {
    OfObjects() {
      super(running());
    }
  }

  @Nested
  final class OfLists extends Lists {
    OfLists() {
      super(running());
    }
  }

  @Nested
  final class OfMultiparts extends Multiparts {
    OfMultiparts() {
      super(running());
    }
  }
}
