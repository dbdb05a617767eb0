// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.node;

import io.fractus.node.NodeStatus;
import io.fractus.platform.ByteSize;
import java.util.ArrayList;
import java.util.List;

/** How a node is, for people. Stateless. */
final class StatusText {
  private StatusText() {}

  static List<String> lines(NodeStatus now) {
    List<String> lines = new ArrayList<>();
    lines.add(line("node", now.name() + " (" + now.nodeId() + ") of cloud " + now.cloudId()));
    String why = now.pausedBecause().isEmpty() ? "" : " " + String.join(", ", now.pausedBecause());
    lines.add(line("state", now.state() + why));
    lines.add(line("channel", now.channel()));
    String reach = now.reach().isEmpty() ? "" : ", " + now.reach();
    lines.add(line("port", now.port() == 0 ? "closed" : now.port() + reach));
    lines.add(line("share", size(now.usedBytes()) + " of " + size(now.shareBytes()) + " used"));
    lines.add(line("bits", now.bits() + " held, " + now.working() + " being worked on"));
    if (!now.sealedBy().isEmpty()) {
      lines.add(line("store", "sealed by " + now.sealedBy()));
    }
    now.troubles().forEach(trouble -> lines.add(line("trouble", trouble)));
    lines.add(line("lost", now.lost() + " since the start"));
    lines.add(line("sent", size(now.sentBytes()) + ", received " + size(now.receivedBytes())));
    if (now.leave().drained()) {
      lines.add(line("leaving", "drained: nothing counts on this node any more"));
    } else if (!now.leave().text().isEmpty()) {
      lines.add(line("leaving", now.leave().text()));
    } else if (now.leave().leaving()) {
      lines.add(line("leaving", "asked for; the tracker has not answered yet"));
    }
    return lines;
  }

  private static String line(String name, String value) {
    return "%-8s %s".formatted(name, value);
  }

  static String size(long bytes) {
    return new ByteSize(bytes).toString();
  }
}
