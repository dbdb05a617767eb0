// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.role;

import io.fractus.cli.base.Failure;
import io.fractus.cli.config.Settings;
import io.fractus.node.NodeConfig;
import io.fractus.node.SeederNode;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.TorrentEngine;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fractus node}: a node in the foreground, and what its owner asks of one that runs. */
@Command(
    name = "node",
    subcommands = NodeAttachCommand.class,
    description = "Offer space to a cloud: run a node in the foreground.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fractus node --tracker http://203.0.113.7:6969 --token-file join.token \\",
      "      --name pc-17 --site lab-a --class lab --share 20GB --host 0.0.0.0",
      "  fractus node --config node.toml",
      "  fractus node status"
    })
public class NodeCommand implements Callable<Integer> {
  @Option(
      names = {"--data", "--dir"},
      paramLabel = "DIR",
      description = "Its own directory (default: ${DEFAULT-VALUE}).")
  Path data = Path.of("fractus-node");

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "The address on which it serves peers (default: 127.0.0.1).")
  @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "BitTorrent, 0 for any that is free (default: ${DEFAULT-VALUE}).")
  int port = 6_881;

  @Option(
      names = "--advertised-host",
      paramLabel = "ADDRESS",
      description = "Where peers reach it, if that is not the address of --host.")
  @Nullable String advertisedHost;

  @Option(
      names = "--status-port",
      paramLabel = "PORT",
      description = "Status and control on loopback, 0 for any that is free (the default).")
  int statusPort;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description = {"${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})."})
  EngineKind engine = EngineKind.DEFAULT;

  @Spec @Nullable CommandSpec spec;

  @Mixin final MemberOptions member = new MemberOptions();

  @Mixin final MannersOptions manners = new MannersOptions();

  @Mixin final SealOptions seal = new SealOptions();

  @Mixin final RoleOptions role = new RoleOptions();

  @Override
  public Integer call() throws Exception {
    NodeConfig given = config(joinToken());
    NodeConfig config = seal.key(data).map(given::sealed).orElse(given);
    Path file = role.config;
    return Lifetime.run(
        "node",
        role.parent(),
        lifetime -> {
          SeederNode node = lifetime.opened(SeederNode.start(config, this::engine));
          if (file != null) {
            lifetime.opened(ConfigWatch.start(file, () -> node.reconfigure(reread())));
          }
        });
  }

  private TorrentEngine engine(NodeConfig config) {
    return engine.start(EngineConfig.listening(config.listenHost(), config.listenPort()));
  }

  /** What flags, environment and file say now; it needs no join token any more. */
  private NodeConfig reread() {
    CommandLine root = Objects.requireNonNull(spec).root().commandLine();
    List<String> arguments = root.getParseResult().originalArgs();
    Settings.install(root, arguments, System.getenv());
    try {
      root.parseArgs(arguments.toArray(String[]::new));
    } catch (ParameterException e) {
      throw Failure.wrongUsage(String.valueOf(e.getMessage()), e);
    }
    return config(Optional.empty());
  }

  URI trackerUrl() {
    return member.trackerUrl();
  }

  Optional<String> joinToken() {
    return member.joinToken();
  }

  @Nullable String nodeName() {
    return member.name;
  }

  String listenHost() {
    return host != null ? host : "127.0.0.1";
  }

  private NodeConfig config(Optional<String> token) {
    String named = nodeName();
    if (named == null) {
      throw Failure.wrongUsage("--name is needed: what people call this node");
    }
    try {
      return new NodeConfig(
          data,
          trackerUrl(),
          token,
          named,
          member.siteOf(named),
          member.region,
          member.nodeClass,
          member.share.bytes(),
          listenHost(),
          port,
          Optional.ofNullable(advertisedHost),
          statusPort,
          manners.manners(),
          Optional.empty());
    } catch (IllegalArgumentException e) {
      throw Failure.wrongUsage(String.valueOf(e.getMessage()), e);
    }
  }
}
