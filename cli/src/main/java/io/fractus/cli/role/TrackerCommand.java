// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.role;

import io.fractus.cli.base.Failure;
import io.fractus.protocol.Limits;
import io.fractus.tracker.Tracker;
import io.fractus.tracker.TrackerConfig;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fractus tracker}: a tracker in the foreground. */
@Command(
    name = "tracker",
    description = "Run a tracker in the foreground.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fractus tracker --data /srv/tracker --host 0.0.0.0 \\",
      "      --advertised-host 203.0.113.7",
      "  FRACTUS_TRACKER_PORT=7000 fractus tracker",
      "",
      "Its tokens are in DATA/admin.token, DATA/gateway.token and DATA/join.token."
    })
public final class TrackerCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Its own directory (default: ${DEFAULT-VALUE}).")
  Path data = Path.of("fractus-tracker");

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "The address to listen on (default: ${DEFAULT-VALUE}).")
  String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "HTTP and UDP, 0 for any that is free (default: ${DEFAULT-VALUE}).")
  int port = 6_969;

  @Option(
      names = "--advertised-host",
      paramLabel = "HOST",
      description = "The host in URLs that are handed out; that of --host if not given.")
  @Nullable String advertisedHost;

  @Option(
      names = "--call-port",
      paramLabel = "PORT",
      description = {
        "Where nodes without an inbound port connect to it,",
        "0 for any that is free (default: ${DEFAULT-VALUE})."
      })
  int callPort;

  @Option(
      names = "--separate-sites",
      paramLabel = "ADDRESS",
      split = ",",
      description = {
        "Behind these public addresses sites count as nodes name them. Else nodes behind",
        "one public address are one site: two copies of a bit are never placed there."
      })
  Set<String> separateSites = new LinkedHashSet<>();

  @Mixin final RepairOptions repair = new RepairOptions();

  @Mixin final MovementOptions movement = new MovementOptions();

  @Mixin final RoleOptions role = new RoleOptions();

  @Override
  public Integer call() throws Exception {
    String reachable = RoleOptions.advertised(advertisedHost, host);
    TrackerConfig config;
    try {
      config =
          new TrackerConfig(data, host, port, reachable, Limits.HEARTBEAT_TIMEOUT, callPort)
              .with(repair.settings())
              .with(movement.settings())
              .withSeparateSites(separateSites);
    } catch (IllegalArgumentException e) {
      throw Failure.wrongUsage(String.valueOf(e.getMessage()), e);
    }
    return Lifetime.run(
        "tracker", role.parent(), lifetime -> lifetime.opened(Tracker.start(config)));
  }
}
