// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli;

/** The program of the package for nodes: {@code fractus node} and what belongs to it. */
public final class NodeMain {
  private NodeMain() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Program.main(arguments, NodeMain::commands);
  }

  private static Program.Commands commands(Program.Commands to) {
    to.line()
        .getCommandSpec()
        .usageMessage()
        .footer("  fractus node --config node.toml", "  fractus node COMMAND --help");
    return to.add(Program.node(to.console()));
  }
}
