// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.role;

import io.fractus.cli.base.Failure;
import io.fractus.platform.ByteSize;
import io.fractus.tracker.availability.NodeClass;
import io.fractus.tracker.availability.Patience;
import io.fractus.tracker.repair.RepairSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a tracker makes good the copies that are gone. */
public final class RepairOptions {
  private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,6})([smhd])");

  @Option(
      names = "--patience",
      paramLabel = "TIMES",
      description = {
        "How long nodes may be away before their copies are made elsewhere, such as",
        "server=2h,lab=4d, or one time for all (default: server 24h, phone 7d, others 3d)."
      })
  @Nullable String patience;

  @Option(
      names = "--suspect-patience",
      paramLabel = "TIME",
      description = "How long a copy may be in doubt before that (default: ${DEFAULT-VALUE}).")
  String suspectPatience = "10m";

  @Option(
      names = "--repair-rate-node",
      paramLabel = "SIZE",
      description = "What repair moves from or to a node in a second (default: ${DEFAULT-VALUE}).")
  ByteSize nodeRate = new ByteSize(RepairSettings.USUAL.nodeBytesPerSecond());

  @Option(
      names = "--repair-rate-site",
      paramLabel = "SIZE",
      description = "The same of a site (default: ${DEFAULT-VALUE}).")
  ByteSize siteRate = new ByteSize(RepairSettings.USUAL.siteBytesPerSecond());

  @Option(
      names = "--repair-rate-cloud",
      paramLabel = "SIZE",
      description = "The same of the whole cloud (default: ${DEFAULT-VALUE}).")
  ByteSize cloudRate = new ByteSize(RepairSettings.USUAL.cloudBytesPerSecond());

  @Option(
      names = "--burst-pause",
      paramLabel = "TIME",
      description = {
        "How long what is not urgent waits when many nodes go at once",
        "(default: ${DEFAULT-VALUE})."
      })
  String burstPause = "30m";

  RepairSettings settings() {
    try {
      return new RepairSettings(
          patience == null ? Patience.USUAL : patience(patience),
          time("--suspect-patience", suspectPatience),
          nodeRate.bytes(),
          siteRate.bytes(),
          cloudRate.bytes(),
          time("--burst-pause", burstPause));
    } catch (IllegalArgumentException e) {
      throw Failure.wrongUsage(String.valueOf(e.getMessage()), e);
    }
  }

  static Patience patience(String text) {
    if (!text.contains("=")) {
      return Patience.all(time("--patience", text));
    }
    Patience patience = Patience.USUAL;
    for (String one : text.split(",", -1)) {
      String[] parts = one.strip().split("=", 2);
      if (parts.length != 2) {
        throw Failure.wrongUsage("--patience must be like server=2h,lab=4d, is '" + text + "'");
      }
      patience = patience.and(kind(parts[0]), time("--patience", parts[1]));
    }
    return patience;
  }

  private static NodeClass kind(String name) {
    for (NodeClass kind : NodeClass.values()) {
      if (kind.name().equalsIgnoreCase(name)) {
        return kind;
      }
    }
    String known =
        Arrays.stream(NodeClass.values())
            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    throw Failure.wrongUsage("--patience: no class '" + name + "', there are " + known);
  }

  private static Duration time(String option, String text) {
    Matcher matcher = TIME.matcher(text.strip());
    if (!matcher.matches()) {
      throw Failure.wrongUsage(option + " must be like 30s, 10m, 4h or 3d, is '" + text + "'");
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }
}
