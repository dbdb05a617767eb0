// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** One cloud for the tests of a class. A failure brings the ends of its logs with it. */
final class CloudExtension
    implements BeforeAllCallback, AfterAllCallback, TestExecutionExceptionHandler {
  private final int nodes;
  private final String layout;
  private final String[] options;
  private @Nullable Cloud cloud;

  CloudExtension(int nodes, String layout, String... options) {
    this.nodes = nodes;
    this.layout = layout;
    this.options = options.clone();
  }

  Cloud cloud() {
    if (cloud == null) {
      throw new IllegalStateException("the cloud has not been started");
    }
    return cloud;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    cloud = Cloud.start(nodes, layout, options);
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    failure.addSuppressed(new AssertionError(cloud().tails()));
    throw failure;
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    if (cloud != null) {
      cloud.close();
    }
  }
}
