// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.torrents.PeerAddress;
import io.fractus.tracker.registry.NodeRecord;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DomainsTest {
  private final Domains domains = new Domains(Set.of("198.51.100.1"));

  private static NodeRecord node(long key, String site, String host) {
    return new NodeRecord(
        key,
        "id-" + key,
        "n" + key,
        site,
        "north",
        "home",
        new PeerAddress(host, 7_000 + (int) key),
        1,
        0,
        0,
        0,
        Instant.ofEpochSecond(key),
        null);
  }

  private List<String> sites(NodeRecord... nodes) {
    domains.look(List.of(nodes));
    return List.of(nodes).stream().map(node -> domains.site(node.key(), node.site())).toList();
  }

  @Test
  void look_onePublicAddress_isTheSiteOfWhoJoinedFirst() {
    assertThat(
            sites(
                node(3, "c", "203.0.113.7"),
                node(1, "a", "203.0.113.7"),
                node(2, "b", "203.0.113.8"),
                node(4, "b", "203.0.113.7")))
        .containsExactly("a", "a", "b", "a");
  }

  @Test
  void look_privateOrLoopback_areWhereTheySay() {
    for (String host :
        List.of("127.0.0.1", "localhost", "10.1.2.3", "192.168.1.5", "100.64.3.2", "fd00::1")) {
      assertThat(sites(node(1, "a", host), node(2, "b", host))).as(host).containsExactly("a", "b");
    }
  }

  @Test
  void look_netOfAHouse_isOneSite() {
    assertThat(sites(node(1, "a", "2001:db8:1:2::1"), node(2, "b", "2001:db8:1:2:3::9")))
        .containsExactly("a", "a");
    assertThat(sites(node(1, "a", "2001:db8:1:2::1"), node(2, "b", "2001:db8:1:3::1")))
        .containsExactly("a", "b");
    assertThat(sites(node(1, "a", "Nas.example"), node(2, "b", "nas.example")))
        .containsExactly("a", "a");
  }

  @Test
  void look_operatorSaysThatSitesAreSeparate_areWhatTheySay() {
    assertThat(sites(node(1, "a", "198.51.100.1"), node(2, "b", "198.51.100.1")))
        .containsExactly("a", "b");
  }

  @Test
  void look_again_tellsOnlyWhatIsNew() {
    NodeRecord first = node(1, "a", "203.0.113.7");
    NodeRecord second = node(2, "b", "203.0.113.7");
    NodeRecord third = node(3, "c", "203.0.113.7");

    assertThat(domains.look(List.of(first, second)).keySet()).containsExactly(second);
    assertThat(domains.look(List.of(first, second, third)).keySet()).containsExactly(third);
    assertThat(domains.look(List.of(first, second, third))).isEmpty();
    assertThat(domains.look(List.of(second))).isEmpty();
    assertThat(domains.site(2, "b")).isEqualTo("b");
  }

  /** Whoever names the sites of others makes none of them one with another. */
  @Test
  void look_pretendersNameTheSitesOfOthers_onlyTheirOwnNodesAreMoved() {
    assertThat(
            sites(
                node(1, "a", "203.0.113.1"),
                node(2, "b", "203.0.113.2"),
                node(3, "a", "203.0.113.9"),
                node(4, "b", "203.0.113.9")))
        .containsExactly("a", "b", "a", "a");
  }
}
