// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.client;

import io.fractus.cli.base.Console;
import tools.jackson.databind.JsonNode;

/** What a storage class asks for and gets, for people. */
final class ClassText {
  private final Console console;

  ClassText(Console console) {
    this.console = console;
  }

  /** One line of a class that asks for nines, and another of what is in its way. */
  void print(String name, JsonNode classes) {
    for (JsonNode of : Answers.list(classes, "classes")) {
      String state = Answers.text(of, "state");
      if (!Answers.text(of, "name").equals(name) || state.equals("FIXED")) {
        continue;
      }
      console.print(
          "  class       %s asks for %s and gives %s now"
              .formatted(name, Answers.text(of, "target"), Answers.text(of, "layout")));
      switch (state) {
        case "MET" -> console.print("  target      " + console.green("met"));
        case "UNMET" ->
            console.print("  target      " + console.red("not met: " + Answers.text(of, "detail")));
        default -> console.print("  target      unknown: " + Answers.text(of, "detail"));
      }
    }
  }
}
