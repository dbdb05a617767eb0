// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.control.NodeView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The deb of nodes, installed by dpkg on this very system, and taken off it again. */
final class InstallIT {
  private static final Path TARGET = Tool.ROOT.resolve("packaging/target").toAbsolutePath();
  private static final int OBJECTS_MAX = 40;
  private static final String UNIT = "/usr/lib/systemd/system/fractus-node.service";

  @RegisterExtension static final CloudExtension clouds = new CloudExtension(3, "raid5:2+1x1");

  @TempDir private Path directory;

  @Test
  void deb_installedUpgradedRemovedPurged_keepsBitsUntilThePurge() throws Exception {
    InstalledSystem.require();
    Path log = directory.resolve("service.log");
    try (InstalledSystem system = new InstalledSystem(directory)) {
      system.put(deb(), "/first.deb");
      system.run("dpkg -i /first.deb");
      checkInstalled(system);
      configure(system);
      Process service = system.startService(log);
      try {
        String held = holdsBits(system);

        upgrade(system);
        system.stopService(service);
        service = system.startService(log);
        Await.until("it is online again", Tool.LIMIT, this::isOnline);
        assertThat(bits(system)).isEqualTo(held);
        assertThat(system.run("grep -c '^name = \"installed\"' /etc/fractus/node.toml"))
            .isEqualTo("1");
        assertThat(system.run("stat -c '%a %U %G' /etc/fractus/node.toml"))
            .isEqualTo("640 root fractus");
        system.stopService(service);

        system.run("dpkg -r fractus-node");
        assertThat(system.holds("command -v fractus")).isFalse();
        assertThat(system.holds("test -e " + UNIT)).isFalse();
        assertThat(bits(system)).isEqualTo(held);
        assertThat(system.holds("test -e /etc/fractus/node.toml")).isTrue();

        system.run("dpkg -P fractus-node");
        assertThat(system.holds("test -e /var/lib/fractus-node")).isFalse();
        assertThat(system.holds("test -e /etc/fractus")).isFalse();
        assertThat(system.holds("dpkg -s fractus-node")).isFalse();
      } catch (AssertionError e) {
        e.addSuppressed(new AssertionError(Files.readString(log)));
        throw e;
      }
    }
  }

  private static Path deb() throws IOException {
    try (Stream<Path> files = Files.list(TARGET)) {
      List<Path> found =
          files.filter(f -> f.getFileName().toString().matches("fractus-node_.*\\.deb")).toList();
      assertThat(found).as("debs in " + TARGET).hasSize(1);
      return found.getFirst();
    }
  }

  private static void checkInstalled(InstalledSystem system) {
    assertThat(system.run("fractus version")).startsWith("fractus ");
    assertThat(system.run("getent passwd fractus")).endsWith("/usr/sbin/nologin");
    assertThat(system.run("dpkg-query -W -f '${Conffiles}' fractus-node"))
        .contains("/etc/fractus/node.toml");
    assertThat(system.run("stat -c '%a %U %G' /etc/fractus/node.toml"))
        .isEqualTo("640 root fractus");
    assertThat(system.run("systemd-analyze verify " + UNIT)).isEmpty();
    // Below 2 of 10: what is left is the network and what the virtual machine needs.
    system.run("systemd-analyze security --offline=yes --threshold=20 --no-pager " + UNIT);
  }

  /** What the owner writes. */
  private void configure(InstalledSystem system) throws IOException {
    Cloud cloud = clouds.cloud();
    system.put(cloud.data().resolve("tracker").resolve("join.token"), "/etc/fractus/join.token");
    system.run("chgrp fractus /etc/fractus/join.token; chmod 640 /etc/fractus/join.token");
    Path config = directory.resolve("node.toml");
    Files.writeString(
        config,
        """
        [node]
        tracker = "%s"
        token-file = "/etc/fractus/join.token"
        name = "installed"
        class = "server"
        share = "50MB"
        host = "127.0.0.1"
        port = 0
        """
            .formatted(cloud.endpoint("tracker")));
    system.put(config, "/etc/fractus/node.toml");
  }

  /** Puts objects until the service has bits, and says which. */
  private String holdsBits(InstalledSystem system) throws IOException {
    Await.until("the installed node is online", Tool.LIMIT, this::isOnline);
    assertThat(system.run("ps -o user= -C java | sort -u")).contains("fractus");
    RestClient rest = clouds.cloud().rest();
    rest.makeBucket("installed");
    for (int i = 0; i < OBJECTS_MAX && bits(system).isEmpty(); i++) {
      byte[] body = Bytes.random(i, 1_000_000);
      rest.put("installed", "object" + i, body).orFail();
      Bytes.assertSame("object", rest.get("installed", "object" + i).orFail().body(), body);
    }
    String held = bits(system);
    assertThat(held).isNotEmpty();
    return held;
  }

  /** The same program as a later version, as an owner gets it who wrote a file of their own. */
  private static void upgrade(InstalledSystem system) {
    system.run(
        "dpkg-deb -R /first.deb /tmp/next"
            + " && sed -i 's/^Version: .*/Version: 99.0/' /tmp/next/DEBIAN/control"
            + " && echo '# a new remark' >>/tmp/next/etc/fractus/node.toml"
            + " && dpkg-deb --root-owner-group -Znone -b /tmp/next /tmp/next.deb"
            + " && rm -r /tmp/next"
            + " && dpkg --force-confold -i /tmp/next.deb && rm /tmp/next.deb");
    assertThat(system.run("dpkg-query -W -f '${Version}' fractus-node")).isEqualTo("99.0");
  }

  private static String bits(InstalledSystem system) {
    return system.run(
        "find /var/lib/fractus-node -type f -name '*.torrent' -printf '%f\\n' | sort");
  }

  private boolean isOnline() throws IOException {
    return clouds.cloud().nodeViews().stream()
        .filter(view -> view.name().equals("installed"))
        .anyMatch(NodeView::online);
  }
}
