// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.account;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import io.fractus.cli.client.Answers;
import io.fractus.cli.client.ApiClient;
import io.fractus.cli.client.ApiOptions;
import io.fractus.cli.client.Table;
import io.fractus.platform.ByteSize;
import io.fractus.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code fractus user}: who may use a gateway. */
@Command(
    name = "user",
    description = "Make, list, disable and delete users; only root may.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fractus user create alice",
      "  fractus key create alice > alice.credentials",
      "  fractus user policy alice readonly",
      "  fractus user disable alice"
    })
public final class UserCommand implements Callable<Integer> {
  private final Console console;

  public UserCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    throw Failure.wrongUsage(
        "say what to do: create, list, show, policy, enable, disable or delete");
  }

  @Command(
      name = "create",
      description = "Make a user, who needs a key before anything else.",
      footerHeading = "%nExamples:%n",
      footer = {"  fractus user create alice", "  fractus user create guest --policy readonly"})
  int create(
      @Parameters(paramLabel = "NAME", description = "1..64 of a-z, 0-9, '.', '_', '-'.")
          String name,
      @Option(
              names = "--policy",
              paramLabel = "POLICY",
              defaultValue = "readwrite",
              description = "readwrite, readonly or none (default: ${DEFAULT-VALUE}).")
          String policy,
      @Option(names = "--json", description = "Print the user as JSON.") boolean json,
      @Mixin ApiOptions api) {
    JsonNode user = send(api, "PUT", Paths.user(name), Json.write(Map.of("policy", policy)));
    console.say("made the user " + name + "; give it a key with: fractus key create " + name);
    if (json) {
      console.print(user.toString());
    }
    return Failure.DONE;
  }

  @Command(
      name = "list",
      description = "List root and all users.",
      footerHeading = "%nExample:%n",
      footer = "  fractus user list --json")
  int list(
      @Option(names = "--json", description = "One JSON object a line.") boolean json,
      @Mixin ApiOptions api) {
    Table table = new Table("name", "enabled", "policy", "objects", "bytes", "buckets");
    try (ApiClient client = api.connect(console)) {
      for (JsonNode user : client.get(Paths.USERS, Map.of())) {
        if (json) {
          console.print(user.toString());
        }
        String policy = Answers.text(user, "policy");
        table.add(
            Answers.text(user, "name"),
            user.path("enabled").asBoolean() ? "yes" : "no",
            policy.startsWith("{") ? "own" : policy,
            user.at("/usage/objects").asLong(),
            new ByteSize(user.at("/usage/bytes").asLong()),
            user.path("buckets").size());
      }
    }
    if (!json) {
      table.print(console);
    }
    return Failure.DONE;
  }

  @Command(
      name = "show",
      description = "Show a user, with what it has, as JSON.",
      footerHeading = "%nExample:%n",
      footer = "  fractus user show alice")
  int show(
      @Parameters(paramLabel = "NAME", description = "Who.") String name,
      @Option(names = "--json", description = "On one line.") boolean json,
      @Mixin ApiOptions api) {
    try (ApiClient client = api.connect(console)) {
      JsonNode user = client.get(Paths.user(name), Map.of());
      console.print(json ? user.toString() : user.toPrettyString());
    }
    return Failure.DONE;
  }

  @Command(
      name = "policy",
      description = "Show what a user may do, or say it.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  fractus user policy alice",
        "  fractus user policy alice readonly",
        "  fractus user policy alice --file policy.json"
      })
  int policy(
      @Parameters(paramLabel = "NAME", description = "Who.") String name,
      @Parameters(
              paramLabel = "POLICY",
              arity = "0..1",
              description = "readwrite, readonly or none.")
          @Nullable String policy,
      @Option(names = "--file", paramLabel = "FILE", description = "A policy as JSON.")
          @Nullable Path file,
      @Mixin ApiOptions api) {
    if (policy != null && file != null) {
      throw Failure.wrongUsage("give a POLICY or a --file, not both");
    }
    String wanted = file != null ? read(file) : policy;
    if (wanted == null) {
      try (ApiClient client = api.connect(console)) {
        console.print(Answers.text(client.get(Paths.user(name), Map.of()), "policy"));
      }
    } else {
      var _ = send(api, "PATCH", Paths.user(name), Json.write(Map.of("policy", wanted)));
      console.say("changed the policy of " + name);
    }
    return Failure.DONE;
  }

  @Command(
      name = "enable",
      description = "Let a user in again.",
      footerHeading = "%nExample:%n",
      footer = "  fractus user enable alice")
  int enable(
      @Parameters(paramLabel = "NAME", description = "Who.") String name, @Mixin ApiOptions api) {
    return setEnabled(api, name, true);
  }

  @Command(
      name = "disable",
      description = "Let a user in no more, with any of its keys.",
      footerHeading = "%nExample:%n",
      footer = "  fractus user disable alice")
  int disable(
      @Parameters(paramLabel = "NAME", description = "Who.") String name, @Mixin ApiOptions api) {
    return setEnabled(api, name, false);
  }

  @Command(
      name = "delete",
      description = "Delete a user who owns no bucket; nobody else can have its name.",
      footerHeading = "%nExample:%n",
      footer = "  fractus user delete alice")
  int delete(
      @Parameters(paramLabel = "NAME", description = "Who.") String name, @Mixin ApiOptions api) {
    var _ = send(api, "DELETE", Paths.user(name), "");
    console.say("deleted " + name);
    return Failure.DONE;
  }

  private int setEnabled(ApiOptions api, String name, boolean enabled) {
    var _ = send(api, "PATCH", Paths.user(name), Json.write(Map.of("enabled", enabled)));
    console.say((enabled ? "enabled " : "disabled ") + name);
    return Failure.DONE;
  }

  private JsonNode send(ApiOptions api, String method, String path, String body) {
    try (ApiClient client = api.connect(console)) {
      return client.send(method, path, body);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw Failure.failed("cannot read " + file + ": " + e, e);
    }
  }
}
