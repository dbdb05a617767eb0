// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.cli.base.Failure;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PortsTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private final Ports ports = new Ports(LOOPBACK);

  @Test
  void requireFree_takenByTcp_namesPortAndOption() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> ports.requireFree(List.of(block(port, 1))))
          .isInstanceOfSatisfying(
              Failure.class, e -> assertThat(e.exitCode()).isEqualTo(Failure.FAILED))
          .hasMessageContaining("port " + port + " for the tracker is taken")
          .hasMessageContaining("--tracker-port");
    }
  }

  @Test
  void requireFree_takenByUdp_isTaken() throws Exception {
    int port = ports.findFree(1, new Random(3));
    try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(LOOPBACK, port))) {
      assertThatThrownBy(() -> ports.requireFree(List.of(block(taken.getLocalPort(), 1))))
          .hasMessageContaining("is taken");
    }
  }

  @Test
  void requireFree_blocksThatOverlap_areTaken() {
    int port = ports.findFree(3, new Random(5));
    assertThatThrownBy(() -> ports.requireFree(List.of(block(port, 3), block(port + 2, 1))))
        .hasMessageContaining("port " + (port + 2));
  }

  @Test
  void findFree_severalInARow_areFreeAndStayFree() {
    int first = ports.findFree(25, new Random(11));
    ports.requireFree(List.of(block(first, 25)));
    ports.requireFree(List.of(block(first, 25)));
  }

  @Test
  void block_beyondTheLastPort_isWrongUsage() {
    assertThatThrownBy(() -> block(65_535, 2))
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.exitCode()).isEqualTo(Failure.WRONG_USAGE));
  }

  private static Ports.Block block(int first, int count) {
    return new Ports.Block(first, count, "the tracker", "--tracker-port");
  }
}
