// SPDX-License-Identifier: Apache-2.0
package io.fractus.contract;

import org.junit.jupiter.api.Nested;

/** All of the contract, for one server. */
abstract class S3Contract {
  abstract Server server();

  @Nested
  final class OfBuckets extends Buckets {
    OfBuckets() {
      super(S3Contract.this.server());
    }
  }

  @Nested
  final class OfObjects extends Objects {
    OfObjects() {
      super(S3Contract.this.server());
    }
  }

  @Nested
  final class OfPreconditions extends Preconditions {
    OfPreconditions() {
      super(S3Contract.this.server());
    }
  }

  @Nested
  final class OfLists extends Lists {
    OfLists() {
      super(S3Contract.this.server());
    }
  }

  @Nested
  final class OfMultiparts extends Multiparts {
    OfMultiparts() {
      super(S3Contract.this.server());
    }
  }
}
