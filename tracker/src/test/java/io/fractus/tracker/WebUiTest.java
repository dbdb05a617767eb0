// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.channel.NodeMessage;
import io.fractus.protocol.control.PlaceReply;
import io.fractus.protocol.control.ReportRequest;
import io.fractus.torrents.InfoHash;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The web UI in a real browser: what people see, press and type. */
class WebUiTest extends UiTesting {
  private static final int[] WIDTHS = {360, 768, 1440};
  private static final List<String> SCHEMES = List.of("light", "dark");

  private String contrast;

  @BeforeAll
  void readContrast() throws Exception {
    try (InputStream in = getClass().getResourceAsStream("/contrast.js")) {
      contrast = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
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
