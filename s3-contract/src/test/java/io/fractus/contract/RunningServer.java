// SPDX-License-Identifier: Apache-2.0
package io.fractus.contract;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One server for the tests of a class, those that are nested in it too. */
final class RunningServer implements BeforeAllCallback, AfterAllCallback {
  private final Start how;
  private @Nullable Server server;

  /** Starts a server and returns when it can be used. */
  interface Start {
    Server start() throws IOException;
  }

  RunningServer(Start how) {
    this.how = how;
  }

  Server get() {
    if (server == null) {
      throw new IllegalStateException("the server was not started");
    }
    return server;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    // Nested classes inherit this, and come here again.
    if (server == null) {
      server = how.start();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (server != null && isOutermost(context)) {
      server.close();
      server = null;
    }
  }

  private static boolean isOutermost(ExtensionContext context) {
    return context.getRequiredTestClass().getEnclosingClass() == null;
  }
}
