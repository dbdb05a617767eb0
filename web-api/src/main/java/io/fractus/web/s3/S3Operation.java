// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import java.io.IOException;

/** One operation of S3. Thread-safe; failures are thrown, and rendered by {@link S3Api}. */
interface S3Operation {
  void run(S3Request request) throws IOException;
}
