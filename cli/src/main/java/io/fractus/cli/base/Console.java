// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.base;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * What a command has around it. Data goes to {@code out} only, everything else to {@code err}.
 * Thread-safe as far as its streams are.
 *
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param outIsTerminal whether a person reads {@code out}
 * @param errIsTerminal whether a person reads {@code err}
 * @param environment the variables of the process
 */
public record Console(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal,
    Map<String, String> environment) {
  public Console {
    environment = Map.copyOf(environment);
  }

  /** That of this process, in UTF-8. */
  public static Console ofProcess() {
    return new Console(
        System.in,
        new PrintStream(System.out, true, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        isTerminal(1),
        isTerminal(2),
        System.getenv());
  }

  /** Java tells of standard input and output together only; the kernel tells of each. */
  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException _) {
      return Objects.requireNonNull(System.console()).isTerminal();
    }
  }

  /** Prints one line for people. */
  public void say(String line) {
    err.println(line);
    err.flush();
  }

  /** Prints one line of data. */
  public void print(String line) {
    out.println(line);
    out.flush();
  }

  /** Text in bold if a person reads {@code out}. */
  public String bold(String text) {
    return outIsTerminal ? "\u001b[1m" + text + "\u001b[0m" : text;
  }

  /** Text in green if a person reads {@code out}. */
  public String green(String text) {
    return outIsTerminal ? "\u001b[32m" + text + "\u001b[0m" : text;
  }

  /** Text in red if a person reads {@code out}. */
  public String red(String text) {
    return outIsTerminal ? "\u001b[31m" + text + "\u001b[0m" : text;
  }
}
