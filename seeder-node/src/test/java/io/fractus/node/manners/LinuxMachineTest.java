// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.manners;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxMachineTest {
  private static final List<String> NOBODY = List.of("false");

  @TempDir private Path root;

  private void file(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text + "\n");
  }

  private LinuxMachine machine(String... askMetered) {
    return new LinuxMachine(root, askMetered.length == 0 ? NOBODY : List.of(askMetered), 4);
  }

  @Test
  void isOnBattery_laptop_isWhenItsCableIsOut() throws Exception {
    assertThat(machine().isOnBattery()).as("a desktop").isFalse();
    file("sys/class/power_supply/BAT0/status", "Discharging");
    file("sys/class/power_supply/AC/online", "0");
    assertThat(machine().isOnBattery()).isTrue();
    file("sys/class/power_supply/AC/online", "1");
    assertThat(machine().isOnBattery()).isFalse();
  }

  @Test
  void isOnBattery_batteryOfAMouse_doesNotCount() throws Exception {
    file("sys/class/power_supply/hidpp/status", "Discharging");
    file("sys/class/power_supply/hidpp/scope", "Device");
    assertThat(machine().isOnBattery()).isFalse();
  }

  @Test
  void isMetered_networkManager_isBelieved() throws Exception {
    file("proc/net/route", "Iface\tDestination\nwwan0\t00000000");
    assertThat(machine("echo", "u 2").isMetered()).isFalse();
    assertThat(machine("echo", "u 4").isMetered()).isFalse();
    assertThat(machine("echo", "u 1").isMetered()).isTrue();
    assertThat(machine("echo", "u 3").isMetered()).isTrue();
  }

  @Test
  void isMetered_noNetworkManager_isAModem() throws Exception {
    assertThat(machine().isMetered()).isFalse();
    file("proc/net/route", "Iface\tDestination\neth0\t0000A8C0\nwwan0\t00000000");
    assertThat(machine().isMetered()).isTrue();
    file("proc/net/route", "Iface\tDestination\neth0\t00000000");
    assertThat(machine("/no/such/program").isMetered()).isFalse();
    file("sys/class/net/eth0/uevent", "DEVTYPE=wwan");
    assertThat(machine().isMetered()).isTrue();
  }

  @Test
  void isBusy_halfOfTheProcessors_isTheBound() throws Exception {
    assertThat(machine().isBusy()).isFalse();
    file("proc/loadavg", "1.99 3.00 3.00 1/100 4242");
    assertThat(machine().isBusy()).isFalse();
    file("proc/loadavg", "2.01 0.00 0.00 1/100 4242");
    assertThat(machine().isBusy()).isTrue();
  }
}
