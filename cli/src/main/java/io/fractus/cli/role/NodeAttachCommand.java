// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.role;

import io.fractus.cli.base.Failure;
import io.fractus.node.AttachConfig;
import io.fractus.node.AttachedNode;
import io.fractus.node.ClientKind;
import io.fractus.node.NodeConfig;
import io.fractus.node.attach.Login;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fractus node attach}: the agent of a stock torrent client, in the foreground. */
@Command(
    name = "attach",
    description = {
      "Make a torrent client that runs already a node: run its agent in the foreground.",
      "Bits go into a folder of their own; other torrents of the client are never touched.",
      "Settings that would keep the client from seeding all are changed, and said in the log."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fractus node attach transmission --url http://127.0.0.1:9091 \\",
      "      --user me --password-file transmission.password --share 50GB \\",
      "      --tracker http://203.0.113.7:6969 --token-file join.token \\",
      "      --name attic --site home-7",
      "  fractus node attach qbittorrent --url http://127.0.0.1:8080 --user admin \\",
      "      --password-file qbittorrent.password --share 50GB --name nas --site home-7 \\",
      "      --tracker http://203.0.113.7:6969 --token-file join.token",
      "  fractus node attach aria2 --url http://127.0.0.1:6800/jsonrpc \\",
      "      --password-file rpc-secret --peer-port 6881 --name nas --share 50GB",
      "  fractus node attach rtorrent --url scgi:///run/rtorrent/rpc.socket \\",
      "      --name nas --share 50GB",
      "  fractus node attach deluge --url http://127.0.0.1:8112 \\",
      "      --password-file deluge-web.password --name nas --share 50GB",
      "",
      "Ctrl-C ends the agent; the client goes on with the bits that it has."
    })
public final class NodeAttachCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "CLIENT",
      description = "transmission, qbittorrent, aria2, rtorrent or deluge.")
  ClientKind client = ClientKind.TRANSMISSION;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Where the client takes orders; where it usually does if not given.")
  @Nullable URI url;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "The user that the client asks for, if it asks.")
  String user = "";

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "The password or secret that the client asks for, on one line.")
  @Nullable Path passwordFile;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = {
        "Where bits go, as the client sees it: used by nothing else",
        "(default: fractus among the client's downloads)."
      })
  String folder = "";

  @Option(
      names = "--peer-port",
      paramLabel = "PORT",
      description = "Where peers reach the client, if that is not the port that it listens on.")
  int peerPort;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The agent's own directory, without bits (default: ${DEFAULT-VALUE}).")
  Path data = Path.of("fractus-attach");

  @Option(
      names = "--advertised-host",
      paramLabel = "ADDRESS",
      description = "Where peers reach the client, if that is not where the agent connects from.")
  @Nullable String advertisedHost;

  @Option(
      names = "--status-port",
      paramLabel = "PORT",
      description = "Health and metrics on loopback, 0 for none (default: ${DEFAULT-VALUE}).")
  int statusPort;

  @Mixin final MemberOptions member = new MemberOptions();

  @Mixin final RoleOptions role = new RoleOptions();

  @Override
  public Integer call() throws Exception {
    NodeConfig config = config();
    AttachConfig attach = attach();
    return Lifetime.run(
        "agent of " + client.label(),
        role.parent(),
        lifetime -> lifetime.opened(AttachedNode.start(config, attach)));
  }

  private AttachConfig attach() {
    String password = passwordFile == null ? "" : RoleOptions.password(passwordFile);
    URI at = url != null ? url : client.usualUrl();
    try {
      return new AttachConfig(client, at, new Login(user, password), folder, peerPort);
    } catch (IllegalArgumentException e) {
      throw Failure.wrongUsage(String.valueOf(e.getMessage()), e);
    }
  }

  private NodeConfig config() {
    String name = member.name;
    if (name == null) {
      throw Failure.wrongUsage("--name is needed: what people call this node");
    }
    try {
      return new NodeConfig(
          data,
          member.trackerUrl(),
          member.joinToken(),
          name,
          member.siteOf(name),
          member.region,
          member.nodeClass,
          member.share.bytes(),
          // The client listens, and where is its own affair.
          "0.0.0.0",
          0,
          Optional.ofNullable(advertisedHost),
          statusPort);
    } catch (IllegalArgumentException e) {
      throw Failure.wrongUsage(String.valueOf(e.getMessage()), e);
    }
  }
}
