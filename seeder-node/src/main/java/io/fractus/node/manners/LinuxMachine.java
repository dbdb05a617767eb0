// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.manners;

import io.fractus.node.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What Linux tells: in files of the kernel, and by NetworkManager if it is there. Stateless. */
public final class LinuxMachine implements Machine {
  private static final Path ROOT = Path.of("/");

  /** NetworkManager's words for yes and for what it takes for yes. */
  private static final List<String> METERED = List.of("u 1", "u 3");

  private static final List<String> ASK_NETWORK_MANAGER =
      List.of(
          "busctl",
          "get-property",
          "org.freedesktop.NetworkManager",
          "/org/freedesktop/NetworkManager",
          "org.freedesktop.NetworkManager",
          "Metered");

  private final Path root;
  private final List<String> askMetered;
  private final int processors;

  public LinuxMachine() {
    this(ROOT, ASK_NETWORK_MANAGER, Runtime.getRuntime().availableProcessors());
  }

  LinuxMachine(Path root, List<String> askMetered, int processors) {
    this.root = root;
    this.askMetered = List.copyOf(askMetered);
    this.processors = processors;
  }

  /** A laptop without its cable: no source of power is online, and a battery is discharged. */
  @Override
  public boolean isOnBattery() {
    boolean discharges = false;
    try (DirectoryStream<Path> supplies =
        Files.newDirectoryStream(root.resolve("sys/class/power_supply"))) {
      for (Path supply : supplies) {
        // A mouse has a battery too.
        if (read(supply.resolve("scope")).equals("Device")) {
          continue;
        }
        if (read(supply.resolve("online")).equals("1")) {
          return false;
        }
        discharges |= read(supply.resolve("status")).equals("Discharging");
      }
    } catch (IOException _) {
      return false;
    }
    return discharges;
  }

  /** What NetworkManager says, or else whether the way out is by a modem. */
  @Override
  public boolean isMetered() {
    String answer = ask();
    return answer.isEmpty() ? isModem(defaultInterface()) : METERED.contains(answer);
  }

  private String ask() {
    try {
      Process process =
          new ProcessBuilder(askMetered).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      if (!process.waitFor(Limits.MACHINE_ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return "";
      }
      return process.exitValue() != 0
          ? ""
          : new String(process.getInputStream().readNBytes(64), StandardCharsets.UTF_8).strip();
    } catch (IOException _) {
      return "";
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private String defaultInterface() {
    for (String line : read(root.resolve("proc/net/route")).split("\n", -1)) {
      String[] fields = line.split("\t", -1);
      if (fields.length > 1 && fields[1].equals("00000000")) {
        return fields[0];
      }
    }
    return "";
  }

  private boolean isModem(String name) {
    return name.startsWith("wwan")
        || name.startsWith("ppp")
        || (!name.isEmpty()
            && read(root.resolve("sys/class/net").resolve(name).resolve("uevent"))
                .contains("DEVTYPE=wwan"));
  }

  /** More than half of the processors have something to do, over the last minute. */
  @Override
  public boolean isBusy() {
    String[] load = read(root.resolve("proc/loadavg")).split(" ", -1);
    try {
      return Double.parseDouble(load[0]) > processors / 2.0;
    } catch (NumberFormatException _) {
      return false;
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException _) {
      return "";
    }
  }
}
