// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Two machines behind a router with one address, made of network namespaces. From inside everything
 * of this machine can be reached; from outside nothing gets in.
 *
 * <pre>
 *   this machine 10.231.N.1 ─── 10.231.N.2 router (masquerade) ─┬─ 192.168.1.2 machine 0
 *                                                               └─ 192.168.2.2 machine 1
 * </pre>
 *
 * It needs root, as CI has it, and nft.
 */
final class Nat implements AutoCloseable {
  /** What the names of its interfaces on this machine begin with. */
  static final String PREFIX = "fx";

  private static final int MACHINES = 2;

  private static final String RULES =
      """
      table ip nat {
        chain out { type nat hook postrouting priority 100; oifname "uplink" masquerade; }
        chain in { type filter hook input priority 0; iifname "uplink" ct state new drop; }
        chain through { type filter hook forward priority 0; iifname "uplink" ct state new drop; }
      }
      """;

  private final String name = PREFIX + ProcessHandle.current().pid();
  private final String network = "10.231." + ProcessHandle.current().pid() % 250 + ".";

  /** Makes it; nothing of it is left if that fails. */
  static Nat open() throws IOException {
    Nat nat = new Nat();
    try {
      nat.make();
      return nat;
    } catch (IOException | RuntimeException | AssertionError e) {
      nat.close();
      throw e;
    }
  }

  private void make() throws IOException {
    ip("netns add " + router());
    ip("link add " + name + " type veth peer name uplink netns " + router());
    ip("addr add " + outside() + "/24 dev " + name);
    ip("link set " + name + " up");
    inRouter("ip addr add " + address() + "/24 dev uplink");
    inRouter("ip link set uplink up");
    inRouter("ip link set lo up");
    inRouter("sysctl -q -w net.ipv4.ip_forward=1");
    for (int i = 0; i < MACHINES; i++) {
      ip("netns add " + machine(i));
      String lan = "192.168." + (i + 1) + ".";
      inRouter("ip link add lan" + i + " type veth peer name eth0 netns " + machine(i));
      inRouter("ip addr add " + lan + "1/24 dev lan" + i);
      inRouter("ip link set lan" + i + " up");
      ip("-n " + machine(i) + " addr add " + lan + "2/24 dev eth0");
      ip("-n " + machine(i) + " link set eth0 up");
      ip("-n " + machine(i) + " link set lo up");
      ip("-n " + machine(i) + " route add default via " + lan + "1");
    }
    Path rules = Files.createTempFile("fractus-nat-", ".nft");
    try {
      Files.writeString(rules, RULES);
      inRouter("nft -f " + rules);
    } finally {
      Files.deleteIfExists(rules);
    }
  }

  /** Where this machine is reached from inside. */
  String outside() {
    return network + "1";
  }

  /** The one address that everything inside has outside. */
  String address() {
    return network + "2";
  }

  /** A command line that runs on a machine inside; the process is that of the program itself. */
  List<String> on(int machine, List<String> command) {
    List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", machine(machine)));
    inside.addAll(command);
    return inside;
  }

  private String router() {
    return name + "r";
  }

  private String machine(int number) {
    return name + "m" + number;
  }

  private static void ip(String arguments) {
    run("ip " + arguments);
  }

  private void inRouter(String command) {
    run("ip netns exec " + router() + " " + command);
  }

  private static void run(String command) {
    Tool.run(List.of(command.split(" ")), Map.of(), Tool.LIMIT).orFail();
  }

  /** Takes it down; interfaces go with their namespaces. */
  @Override
  public void close() {
    for (int i = 0; i < MACHINES; i++) {
      Tool.run("ip", "netns", "del", machine(i));
    }
    Tool.run("ip", "netns", "del", router());
    Tool.run("ip", "link", "del", name);
  }
}
