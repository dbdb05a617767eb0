// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Further JVMs with the classes of this one. Stateless. */
final class Java {
  private static final String PROGRAM =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private Java() {}

  /** The command that does nothing but start. */
  static List<String> version() {
    return List.of(PROGRAM, "-XX:+UseSerialGC", "-Xshare:auto", "-version");
  }

  /**
   * The command that runs a class.
   *
   * @param options of the JVM, beside those that it always has
   */
  static List<String> run(List<String> options, String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(PROGRAM, "--enable-native-access=ALL-UNNAMED", "-Xshare:auto"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(arguments);
    return command;
  }
}
