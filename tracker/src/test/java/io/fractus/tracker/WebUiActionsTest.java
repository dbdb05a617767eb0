// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What operators do in the web UI, pressed and typed in a real browser. */
class WebUiActionsTest extends UiTesting {
  @Test
  void actions_pressed_areDoneAfterBeingAsked() throws Exception {
    cloud.withNodes(2);
    signIn();
    tab.eval("location.hash = '#/nodes/n0'");
    tab.awaitText("h1", "n0");

    tab.press(".page-head", "Drain");
    tab.awaitText("dialog h2", "Drain n0?");
    tab.screenshot("dialog-drain");
    tab.press("dialog", "Cancel");
    tab.await("!document.querySelector('dialog')");
    tab.press(".page-head", "Drain");
    tab.press("dialog", "Drain");
    // It holds nothing, so it is at the end of it at once.
    tab.awaitText(".notice", "Drained");
    assertThat(stateOf("n0")).isEqualTo("drained");
    tab.press(".page-head", "Undrain");
    tab.press("dialog", "Undrain");
    tab.await("!document.querySelector('.notice')");

    tab.press(".page-head", "Tags");
    tab.await("document.querySelector('dialog input')");
    tab.eval("document.querySelector('dialog input').focus()");
    tab.type("attic");
    tab.press("dialog", "Add tag");
    tab.await("!document.querySelector('dialog')");

    tab.press(".page-head", "Edit");
    tab.await("document.querySelector('dialog input')");
    tab.eval("document.querySelector('dialog input').select()");
    tab.type("n1");
    tab.press("dialog", "Save");
    tab.awaitText("dialog .error", "is named");
    tab.screenshot("dialog-edit");
    tab.problems.removeIf(problem -> problem.contains("409"));
    tab.eval("document.querySelector('dialog input').select()");
    tab.type("cellar");
    tab.press("dialog", "Save");
    tab.awaitText("h1", "cellar");

    tab.press(".page-head", "Revoke");
    tab.await("document.querySelector('dialog .danger').disabled");
    tab.screenshot("dialog-revoke");
    tab.eval("document.querySelector('dialog input').focus()");
    tab.type("cellar");
    tab.press("dialog", "Revoke");
    tab.awaitText(".notice", "revoked");
    assertThat(stateOf("cellar")).isEqualTo("revoked");
  }

  @Test
  void stockClient_addedAndGivenANewPasskey_isShownItsFeedEachTime() throws Exception {
    signIn();
    tab.eval("location.hash = '#/nodes'");
    tab.press(".bar", "Add a stock client");
    tab.await("document.querySelector('dialog input')");
    tab.eval("document.querySelectorAll('dialog input')[0].select()");
    tab.type("attic-qb");
    tab.eval("document.querySelectorAll('dialog input')[1].select()");
    tab.type("attic");
    tab.screenshot("dialog-stock");
    tab.press("dialog", "Add");
    tab.awaitText("dialog h2", "The feed of attic-qb");
    tab.screenshot("dialog-feed");
    String feed = tab.eval("document.querySelector('dialog code').textContent").asString();
    assertThat(statusOf(feed)).isEqualTo(200);
    tab.press("dialog", "Done");

    tab.awaitText("table", "attic-qb");
    tab.eval("location.hash = '#/nodes/attic-qb'");
    tab.awaitText("h1", "attic-qb");
    tab.press(".page-head", "New passkey");
    tab.press("dialog", "Make one");
    tab.awaitText("dialog h2", "The feed of attic-qb");
    String next = tab.eval("document.querySelector('dialog code').textContent").asString();
    assertThat(statusOf(next)).isEqualTo(200);
    assertThat(statusOf(feed)).isNotEqualTo(200);
    tab.show(360, 800, "dark");
    tab.screenshot("dialog-feed-360-dark");
  }

  private static int statusOf(String url) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30)).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  private String stateOf(String node) {
    try (Http admin = new Http(cloud.tracker.uri(), cloud.tracker.tokens().admin())) {
      return admin.get("/api/v1/nodes/" + node).body().get("node").get("state").asString();
    }
  }
}
