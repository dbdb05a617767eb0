// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.channel.NodeMessage;
import io.fractus.protocol.control.PlaceReply;
import io.fractus.protocol.control.ReportRequest;
import io.fractus.torrents.InfoHash;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The web UI in a real browser: what people see, press and type. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebUiTest {
  private static final int[] WIDTHS = {360, 768, 1440};
  private static final List<String> SCHEMES = List.of("light", "dark");

  private String contrast;
  private Browser browser;
  private TestCloud cloud;
  private Tab tab;

  @BeforeAll
  void startBrowser(@TempDir Path profile) throws Exception {
    try (InputStream in = getClass().getResourceAsStream("/contrast.js")) {
      contrast = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    browser = Browser.start(profile);
  }

  @AfterAll
  void stopBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    // The nodes of these tests send no heartbeats, and shall not go silent meanwhile.
    cloud =
        new TestCloud(
            new TrackerConfig(
                directory.resolve("tracker"), "127.0.0.1", 0, "127.0.0.1", Duration.ofMinutes(10)));
    tab = browser.newTab();
    tab.show(1440, 900, "light");
  }

  @AfterEach
  void stop() {
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

  private void signIn() {
    tab.open(cloud.tracker.uri() + "/");
    tab.await("document.activeElement?.name === 'token'");
    tab.type(cloud.tracker.tokens().admin());
    tab.key("Enter");
    tab.await("document.querySelector('.nav')");
  }

  private void go(String hash) {
    tab.eval("location.hash = " + Tab.quoted(hash));
    loaded();
  }

  private void loaded() {
    tab.await("!document.querySelector('.skeleton') && document.querySelector('h1')");
  }

  /** Each width in both schemes, with nothing sticking out to the right. */
  private void look(String name) throws Exception {
    for (String scheme : SCHEMES) {
      for (int width : WIDTHS) {
        tab.show(width, 900, scheme);
        tab.await("innerWidth === " + width);
        // Charts are drawn for the new width in the frames after it.
        tab.eval(
            "new Promise(r => requestAnimationFrame(() => requestAnimationFrame(() => r(1))))");
        tab.screenshot(name + "-" + width + "-" + scheme);
        assertThat(tab.eval("document.documentElement.scrollWidth").asInt())
            .as("%s at %s px sticks out: %s", name, width, tab.eval(STICKING_OUT))
            .isLessThanOrEqualTo(width);
        assertThat(tab.eval(contrast).asString()).as("contrast of %s, %s", name, scheme).isEmpty();
      }
    }
    tab.show(1440, 900, "light");
  }

  private static final String STICKING_OUT =
      "[...document.querySelectorAll('body *')]"
          + ".filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
          + ".slice(0, 5).map(e => e.tagName + '.' + e.getAttribute('class')).join(' ')";

  private void fill() {
    Path data = cloud.tracker.dataDirectory();
    String cloudId = cloud.tracker.tokens().cloudId();
    cloud.closeTracker();
    List<PlausibleCloud.Member> members =
        PlausibleCloud.fill(data, cloudId, Instant.now().minus(Duration.ofMinutes(2)));
    cloud.startTracker();
    for (PlausibleCloud.Member member : members) {
      if (member.here) {
        TestNode node = new TestNode(member.identity, member.request.name(), 6_881);
        cloud.nodes.put(member.identity.nodeId(), node);
        node.open(cloud.tracker.uri());
        node.say(
            new NodeMessage.Hello(
                member.request.host(), 6_881, member.request.shareBytes(), "0.1.0"));
      }
    }
    int here = cloud.nodes.size();
    TestCloud.await("online", () -> cloud.gateway.cloud().nodesOnline() == here);
  }

  @Test
  void signIn_wrongThenRightToken_saysWhatToDo() throws Exception {
    tab.open(cloud.tracker.uri() + "/");
    tab.await("document.activeElement?.name === 'token'");
    look("sign-in");
    tab.type("not the token");
    tab.key("Enter");
    tab.awaitText("[role=alert]", "admin.token");
    tab.screenshot("sign-in-wrong");
    // The browser itself logs every 401.
    tab.problems.removeIf(problem -> problem.contains("401"));

    tab.type(cloud.tracker.tokens().admin());
    tab.press("form", "Sign in");
    tab.awaitText("h1", "Cloud");
    assertThat(tab.eval("document.cookie").asString()).isEmpty();

    tab.click("[aria-label='Sign out']");
    tab.await("document.activeElement?.name === 'token'");
    tab.open(cloud.tracker.uri() + "/#/nodes");
    tab.await("document.querySelector('.sign-in')");
  }

  @Test
  void views_emptyCloud_sayWhatToDo() throws Exception {
    signIn();
    Map<String, String> views = new LinkedHashMap<>();
    views.put("#/", "No node has joined yet");
    views.put("#/nodes", "No node has joined yet");
    views.put("#/sites", "No sites yet");
    views.put("#/swarms", "No bits yet");
    views.put("#/swarms?wanting=true", "Every bit is whole");
    views.put("#/events", "Nothing happened yet");
    views.put("#/elsewhere", "There is nothing here");
    for (Map.Entry<String, String> view : views.entrySet()) {
      tab.eval("location.hash = " + Tab.quoted(view.getKey()));
      tab.awaitText(".empty", view.getValue());
      look("empty-" + name(view.getKey()));
    }
    go("#/nodes/nobody");
    tab.awaitText(".empty", "There is no such node");
    tab.problems.removeIf(problem -> problem.contains("404"));
  }

  private static String name(String hash) {
    String name = hash.replaceAll("[^a-z]+", "-").replaceAll("^-|-$", "");
    return name.isEmpty() ? "cloud" : name;
  }

  /** Gateways read from some nodes, so that there is traffic. */
  private void serve() {
    List<ReportRequest.Report> reports = new ArrayList<>();
    try (Http admin = new Http(cloud.tracker.uri(), cloud.tracker.tokens().admin())) {
      for (String node : List.of("beech-1", "cedar-1", "drift-1", "ember-1")) {
        JsonNode bits = admin.get("/api/v1/nodes/" + node + "/bits?limit=5").body();
        String id = admin.get("/api/v1/nodes/" + node).body().get("node").get("nodeId").asString();
        bits.forEach(bit ->
            reports.add(
                new ReportRequest.Report(
                    id,
                    InfoHash.parse(bit.get("bit").asString()),
                    ReportRequest.Kind.SERVED,
                    16 << 20,
                    300,
                    "")));
      }
    }
    cloud.gateway.report(reports);
  }

  @Test
  void views_fullCloud_showIt() throws Exception {
    fill();
    try (Http admin = new Http(cloud.tracker.uri(), cloud.tracker.tokens().admin())) {
      admin.send("POST", "/api/v1/nodes/iris-2/drain", "");
      admin.send("POST", "/api/v1/nodes/glade-5/revoke", "");
    }
    signIn();
    serve();
    go("#/nodes");
    tab.await("document.querySelectorAll('tbody tr').length === 50");
    look("nodes");
    go("#/nodes?sort=-used&class=server");
    tab.await("document.querySelectorAll('tbody tr').length === 8");
    tab.eval("location.hash = '#/nodes/alder-1'");
    tab.awaitText("h1", "alder-1");
    look("node");
    tab.eval("location.hash = '#/nodes/fjord-3'");
    tab.awaitText("h1", "fjord-3");
    look("node-home");
    go("#/sites");
    tab.await("document.querySelectorAll('.cell').length === " + (PlausibleCloud.NODES - 1));
    look("sites");
    go("#/swarms");
    tab.await("document.querySelectorAll('tbody tr').length === 50");
    look("swarms");
    tab.click("tbody tr");
    tab.awaitText("h1", "Swarm");
    loaded();
    look("swarm");
    go("#/events");
    tab.await("document.querySelectorAll('.events li').length > 50");
    tab.awaitText(".live", "live");
    look("events");
    serve();
    go("#/");
    tab.awaitText(".tile .value", " / " + (PlausibleCloud.NODES - 1));
    tab.await("document.querySelector('.line-up')");
    look("cloud");
  }

  @Test
  void keys_goEverywhere() throws Exception {
    cloud.withNodes(3);
    signIn();
    tab.key("g");
    tab.key("n");
    tab.awaitText("h1", "Nodes");
    tab.await("document.querySelectorAll('tbody tr').length === 3");
    tab.key("/");
    tab.await("document.activeElement.type === 'search'");
    tab.type("n1");
    tab.await("document.querySelectorAll('tbody tr').length === 1");
    tab.key("Escape");
    tab.await("document.activeElement === document.body");
    tab.press(".bar", "Clear");
    tab.await("document.querySelectorAll('tbody tr').length === 3");
    tab.eval("document.activeElement.blur()");
    tab.key("j");
    tab.key("j");
    tab.key("j");
    tab.key("k");
    tab.await("document.activeElement.innerText.startsWith('n1')");
    tab.screenshot("keyboard-row");
    tab.key("Enter");
    tab.awaitText("h1", "n1");
    tab.key("?");
    tab.await("document.querySelector('dialog[open]')");
    tab.screenshot("keys");
    tab.key("Escape");
    tab.await("!document.querySelector('dialog')");
    tab.key("t");
    tab.await("document.documentElement.dataset.theme === 'light'");
    tab.key("t");
    tab.await("document.documentElement.dataset.theme === 'dark'");
    assertThat(tab.eval("getComputedStyle(document.body).backgroundColor").asString())
        .isEqualTo("rgb(15, 21, 20)");
  }

  @Test
  void sort_columnPressed_sortsAndStaysInTheAddress() {
    cloud.withNodes(3);
    signIn();
    go("#/nodes");
    tab.await("document.querySelector('th[aria-sort=ascending]')?.innerText.includes('Node')");
    tab.press("th", "Node");
    tab.await("document.querySelector('tbody tr').innerText.startsWith('n2')");
    assertThat(tab.eval("location.hash").asString()).isEqualTo("#/nodes?sort=-name");
    assertThat(tab.eval("document.activeElement.innerText").asString()).isEqualTo("Node");
    tab.eval("document.querySelector('select').value = 'absent'");
    tab.eval("document.querySelector('select').dispatchEvent(new Event('change'))");
    tab.awaitText(".empty", "No node matches");
  }

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
    tab.awaitText(".notice", "Draining");
    assertThat(stateOf("n0")).isEqualTo("draining");
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

  @Test
  void events_somethingHappens_showsAtOnceAndAsText() throws Exception {
    cloud.withNodes(2);
    signIn();
    go("#/events");
    tab.awaitText(".live", "live");

    cloud.join("late", "site9");
    tab.awaitText(".events li:first-child", "late");

    PlaceReply placed = cloud.gateway.place(cloud.stripe(1, 1));
    TestNode holder = cloud.node(placed.bits().getFirst().copies().getFirst().nodeId());
    String evil = "<img src=x onerror=alert(1)>";
    holder.say(
        new NodeMessage.Failed(
            placed.bits().getFirst().infoHash(), NodeMessage.Reason.REFUSED, evil));
    tab.awaitText(".events", evil);
    assertThat(tab.eval("document.querySelectorAll('.events img').length").asInt()).isZero();
    tab.screenshot("events-live");
  }

  @Test
  void tracker_away_isSaidAndComesBackToSignIn() throws Exception {
    cloud.withNodes(1);
    signIn();
    go("#/nodes");
    tab.await("document.querySelectorAll('tbody tr').length === 1");
    cloud.closeTracker();
    tab.awaitText("[role=alert]", "does not answer");
    // What was there stays to be seen.
    assertThat(tab.eval("document.querySelectorAll('tbody tr').length").asInt()).isOne();
    tab.screenshot("tracker-away");
    cloud.startTracker();
    tab.await("document.querySelector('.sign-in')");
    tab.problems.clear();
  }
}
