// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Machines on one net with this one, made of network namespaces, whose cables can be pulled and
 * whose addresses can be changed.
 *
 * <pre>
 *   this machine 10.232.N.1 ─ bridge ─┬─ 10.232.N.10 machine 0
 *                                     └─ 10.232.N.11 machine 1
 * </pre>
 *
 * It needs root, as CI has it.
 */
final class Lan implements AutoCloseable {
  private static final int FIRST = 10;

  private final String name = "fl" + ProcessHandle.current().pid();
  private final String network = "10.232." + ProcessHandle.current().pid() % 250 + ".";
  private final int machines;

  private Lan(int machines) {
    this.machines = machines;
  }

  /** Makes it; nothing of it is left if that fails. */
  static Lan open(int machines) throws IOException {
    Lan lan = new Lan(machines);
    try {
      lan.make();
      return lan;
    } catch (RuntimeException | AssertionError e) {
      lan.close();
      throw e;
    }
  }

  private void make() {
    ip("link add " + name + " type bridge");
    ip("addr add " + host() + "/24 dev " + name);
    ip("link set " + name + " up");
    for (int i = 0; i < machines; i++) {
      ip("netns add " + machine(i));
      ip("link add " + cable(i) + " type veth peer name eth0 netns " + machine(i));
      ip("link set " + cable(i) + " master " + name);
      ip("link set " + cable(i) + " up");
      inside(i, "addr add " + address(FIRST + i) + "/24 dev eth0");
      inside(i, "link set eth0 up");
      inside(i, "link set lo up");
    }
  }

  /** Where this machine is reached from the others. */
  String host() {
    return address(1);
  }

  /** The address that ends so. */
  String address(int last) {
    return network + last;
  }

  /** The address that a machine has at first. */
  String firstAddress(int machine) {
    return address(FIRST + machine);
  }

  void pull(int machine) {
    ip("link set " + cable(machine) + " down");
  }

  void plug(int machine) {
    ip("link set " + cable(machine) + " up");
  }

  /** Gives a machine another address in place of the one that it has. */
  void move(int machine, String from, String to) {
    inside(machine, "addr add " + to + "/24 dev eth0");
    inside(machine, "addr del " + from + "/24 dev eth0");
    // The second address of a net goes with the first one, unless it was made the first.
    inside(machine, "addr replace " + to + "/24 dev eth0");
  }

  /** A command line that runs on a machine; the process is that of the program itself. */
  List<String> on(int machine, List<String> command) {
    List<String> there = new ArrayList<>(List.of("ip", "netns", "exec", machine(machine)));
    there.addAll(command);
    return there;
  }

  private String cable(int machine) {
    return name + "c" + machine;
  }

  private String machine(int number) {
    return name + "m" + number;
  }

  private void inside(int machine, String arguments) {
    ip("-n " + machine(machine) + " " + arguments);
  }

  private static void ip(String arguments) {
    Tool.run(List.of(("ip " + arguments).split(" ")), Map.of(), Tool.LIMIT).orFail();
  }

  /** Takes it down; interfaces go with their namespaces. */
  @Override
  public void close() {
    for (int i = 0; i < machines; i++) {
      Tool.run("ip", "netns", "del", machine(i));
      Tool.run("ip", "link", "del", cable(i));
    }
    Tool.run("ip", "link", "del", name);
  }
}
