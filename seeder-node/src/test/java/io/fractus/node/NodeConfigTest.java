// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class NodeConfigTest {
  private static final long SHARE = Limits.SHARE_BYTES_MIN;

  @Test
  void constructor_outOfBounds_namesFieldRuleAndValue() {
    assertThatThrownBy(() -> config("a b", "lab", SHARE, "http://127.0.0.1:1"))
        .hasMessageContaining("name must be")
        .hasMessageContaining("'a b'");
    assertThatThrownBy(() -> config("n1", "toaster", SHARE, "http://127.0.0.1:1"))
        .hasMessage("class must be one of server, office, lab, shop, home, phone, is 'toaster'");
    assertThatThrownBy(() -> config("n1", "lab", SHARE - 1, "http://127.0.0.1:1"))
        .hasMessage("share must be at least 10000000 bytes, is 9999999");
    assertThatThrownBy(() -> config("n1", "lab", SHARE, "ftp://127.0.0.1"))
        .hasMessageContaining("tracker must be a URL such as http://127.0.0.1:6969");
  }

  @Test
  void toString_joinToken_isNotShown() {
    assertThat(config("n1", "lab", SHARE, "http://127.0.0.1:1").toString())
        .contains("n1")
        .doesNotContain("secret-token");
  }

  @Test
  void reachableHost_wildcard_isLeftToTheTracker() {
    assertThat(listening("0.0.0.0", Optional.empty()).reachableHost()).isEmpty();
    assertThat(listening("::", Optional.of("192.0.2.7")).reachableHost()).contains("192.0.2.7");
    assertThat(listening("127.0.0.1", Optional.empty()).reachableHost()).contains("127.0.0.1");
  }

  private static NodeConfig config(String name, String nodeClass, long share, String tracker) {
    return new NodeConfig(
        Path.of("node"),
        URI.create(tracker),
        Optional.of("secret-token"),
        name,
        "site-1",
        "region-1",
        nodeClass,
        share,
        "127.0.0.1",
        0,
        Optional.empty(),
        0);
  }

  private static NodeConfig listening(String host, Optional<String> advertised) {
    return new NodeConfig(
        Path.of("node"),
        URI.create("http://127.0.0.1:1"),
        Optional.empty(),
        "n1",
        "site-1",
        "region-1",
        "lab",
        SHARE,
        host,
        0,
        advertised,
        0);
  }
}
