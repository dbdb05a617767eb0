// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.role;

import io.fractus.cli.base.Console;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fractus node join}: the same as {@code fractus node}, said as one would. */
@Command(
    name = "join",
    description = {
      "Offer space to a cloud: join it and run the node in the foreground.",
      "A node that has joined is started by the same command, or by fractus node."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fractus node join http://203.0.113.7:6969 --token-file join.token --share 1GB \\",
      "      --dir /srv/fractus --site lab-3 --region eu-north --class lab"
    })
public final class JoinCommand extends NodeCommand {
  private static final int NAME_LENGTH_MAX = 64;

  private final Console console;

  @Parameters(index = "0", paramLabel = "URL", description = "The tracker of the cloud.")
  URI cloud = URI.create("http://127.0.0.1:6969");

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "The join token itself; --token-file keeps it out of the list of processes.")
  @Nullable String token;

  public JoinCommand(Console console) {
    this.console = console;
  }

  @Override
  URI trackerUrl() {
    return RoleOptions.trackerUrl(cloud);
  }

  @Override
  Optional<String> joinToken() {
    if (token == null) {
      return super.joinToken();
    }
    console.say(
        "warning: everybody on this machine can read --token in the list of processes;"
            + " use --token-file");
    return Optional.of(token);
  }

  /** The name of the machine if no other is given. */
  @Override
  @Nullable String nodeName() {
    String given = super.nodeName();
    if (given != null) {
      return given;
    }
    try {
      String host = InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "-");
      return host.substring(0, Math.min(host.length(), NAME_LENGTH_MAX));
    } catch (UnknownHostException _) {
      return null;
    }
  }

  /** Peers are elsewhere, unless the tracker is on this machine. */
  @Override
  String listenHost() {
    if (host != null) {
      return host;
    }
    String tracker = String.valueOf(cloud.getHost());
    boolean local = tracker.equals("localhost") || tracker.startsWith("127.");
    return local ? "127.0.0.1" : "0.0.0.0";
  }
}
