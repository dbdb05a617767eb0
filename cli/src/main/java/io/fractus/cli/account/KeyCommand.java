// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.account;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import io.fractus.cli.client.Answers;
import io.fractus.cli.client.ApiClient;
import io.fractus.cli.client.ApiOptions;
import io.fractus.cli.client.Table;
import io.fractus.protocol.Json;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code fractus key}: what users show a gateway. */
@Command(
    name = "key",
    description = "Make, list, disable and delete keys of users; only root may.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fractus key create alice > alice.credentials",
      "  fractus ls --credentials alice.credentials",
      "  fractus key list alice",
      "  fractus key disable FRAC0123456789ABCDEF"
    })
public final class KeyCommand implements Callable<Integer> {
  private final Console console;

  public KeyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    throw Failure.wrongUsage("say what to do: create, list, enable, disable or delete");
  }

  @Command(
      name = "create",
      description = "Make a key; it is shown this once, as a credentials file.",
      footerHeading = "%nExample:%n",
      footer = "  (umask 077; fractus key create alice --note laptop > alice.credentials)")
  int create(
      @Parameters(paramLabel = "USER", description = "Whose, root too.") String user,
      @Option(
              names = "--note",
              paramLabel = "TEXT",
              defaultValue = "",
              description = "What it is for.")
          String note,
      @Option(names = "--json", description = "As JSON.") boolean json,
      @Mixin ApiOptions api) {
    JsonNode made;
    try (ApiClient client = api.connect(console)) {
      made = client.send("POST", Paths.keys(user), Json.write(Map.of("note", note)));
    }
    console.say("made a key of " + user + ", which cannot be shown again");
    console.print(
        json
            ? made.toString()
            : """
            [default]
            aws_access_key_id = %s
            aws_secret_access_key = %s
            fractus_token = %s\
            """
                .formatted(
                    made.at("/about/id").asString(),
                    Answers.text(made, "secretAccessKey"),
                    Answers.text(made, "token")));
    return Failure.DONE;
  }

  @Command(
      name = "list",
      description = "List the keys of a user, without their secrets.",
      footerHeading = "%nExample:%n",
      footer = "  fractus key list alice")
  int list(
      @Parameters(paramLabel = "USER", description = "Whose.") String user,
      @Option(names = "--json", description = "One JSON object a line.") boolean json,
      @Mixin ApiOptions api) {
    Table table = new Table("id", "enabled", "created", "note");
    try (ApiClient client = api.connect(console)) {
      for (JsonNode key : client.get(Paths.keys(user), Map.of())) {
        if (json) {
          console.print(key.toString());
        }
        table.add(
            Answers.text(key, "id"),
            key.path("enabled").asBoolean() ? "yes" : "no",
            Answers.text(key, "created"),
            Answers.text(key, "note"));
      }
    }
    if (!json) {
      table.print(console);
    }
    return Failure.DONE;
  }

  @Command(
      name = "enable",
      description = "Make a key good again.",
      footerHeading = "%nExample:%n",
      footer = "  fractus key enable FRAC0123456789ABCDEF")
  int enable(
      @Parameters(paramLabel = "ID", description = "The access key id.") String id,
      @Mixin ApiOptions api) {
    return setEnabled(api, id, true);
  }

  @Command(
      name = "disable",
      description = "Make a key no good, until it is enabled again.",
      footerHeading = "%nExample:%n",
      footer = "  fractus key disable FRAC0123456789ABCDEF")
  int disable(
      @Parameters(paramLabel = "ID", description = "The access key id.") String id,
      @Mixin ApiOptions api) {
    return setEnabled(api, id, false);
  }

  @Command(
      name = "delete",
      description = "Delete a key.",
      footerHeading = "%nExample:%n",
      footer = "  fractus key delete FRAC0123456789ABCDEF")
  int delete(
      @Parameters(paramLabel = "ID", description = "The access key id.") String id,
      @Mixin ApiOptions api) {
    send(api, "DELETE", id, "");
    console.say("deleted " + id);
    return Failure.DONE;
  }

  private int setEnabled(ApiOptions api, String id, boolean enabled) {
    send(api, "PATCH", id, Json.write(Map.of("enabled", enabled)));
    console.say((enabled ? "enabled " : "disabled ") + id);
    return Failure.DONE;
  }

  private void send(ApiOptions api, String method, String id, String body) {
    try (ApiClient client = api.connect(console)) {
      var _ = client.send(method, Paths.key(id), body);
    }
  }
}
