// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A tracker and a tab of a real browser in front of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class UiTesting {
  private Browser browser;
  TestCloud cloud;
  Tab tab;

  @BeforeAll
  final void startBrowser(@TempDir Path profile) throws Exception {
    browser = Browser.start(profile);
  }

  @AfterAll
  final void stopBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  final void start(@TempDir Path directory) throws Exception {
    // The nodes of these tests send no heartbeats, and shall not go silent meanwhile.
    cloud =
        new TestCloud(
            new TrackerConfig(
                directory.resolve("tracker"), "127.0.0.1", 0, "127.0.0.1", Duration.ofMinutes(10)));
    tab = browser.newTab();
    tab.show(1440, 900, "light");
  }

  @AfterEach
  final void stop() {
    try {
      String origin = cloud.tracker.uri().toString();
      assertThat(tab.requests)
          .as("requests to others")
          .allMatch(url -> url.startsWith(origin) || url.startsWith("about:"));
      assertThat(tab.problems).as("console").isEmpty();
    } finally {
      tab.close();
      cloud.close();
    }
  }

  final void signIn() {
    tab.open(cloud.tracker.uri() + "/");
    tab.await("document.activeElement?.name === 'token'");
    tab.type(cloud.tracker.tokens().admin());
    tab.key("Enter");
    tab.await("document.querySelector('.nav')");
  }

  final void go(String hash) {
    tab.eval("location.hash = " + Tab.quoted(hash));
    loaded();
  }

  final void loaded() {
    tab.await("!document.querySelector('.skeleton') && document.querySelector('h1')");
  }
}
