// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Where an option that was not given as a flag gets its value: the environment, then the
 * configuration file, then its default. The option {@code --bt-port} of {@code gateway} is {@code
 * FRACTUS_GATEWAY_BT_PORT} in the environment and {@code bt-port} in the table {@code [gateway]}.
 * Immutable.
 */
public final class Settings implements IDefaultValueProvider {
  /** The commands that have settings. */
  public static final List<String> COMMANDS = List.of("up", "tracker", "gateway", "node", "attach");

  /** Options that make no sense outside of a command line. */
  private static final Set<String> FLAGS_ONLY =
      Set.of("config", "help", "debug", "json", "parent-pid");

  private final Map<String, String> environment;
  private final ConfigFile file;

  private Settings(Map<String, String> environment, ConfigFile file) {
    this.environment = environment;
    this.file = file;
  }

  /**
   * Gives the commands that have settings their defaults.
   *
   * @param arguments looked at for {@code --config} only
   * @throws io.fractus.cli.base.Failure of wrong usage if the configuration file is not right
   */
  public static void install(
      CommandLine root, List<String> arguments, Map<String, String> environment) {
    Map<String, Set<String>> known = new HashMap<>();
    Map<String, CommandLine> commands = commands(root);
    commands.forEach((name, command) -> {
      Set<String> keys = new TreeSet<>();
      for (OptionSpec option : command.getCommandSpec().options()) {
        key(option).ifPresent(keys::add);
      }
      known.put(name, keys);
    });
    ConfigFile file =
        configPath(arguments)
            .or(() -> Optional.ofNullable(environment.get("FRACTUS_CONFIG")))
            .map(path -> ConfigFile.read(Path.of(path), known))
            .orElseGet(ConfigFile::empty);
    Settings settings = new Settings(environment, file);
    commands.values().forEach(command -> command.setDefaultValueProvider(settings));
  }

  /** Those of the commands that this program has. */
  private static Map<String, CommandLine> commands(CommandLine root) {
    Map<String, CommandLine> found = new HashMap<>();
    for (CommandLine command : root.getSubcommands().values()) {
      found.put(command.getCommandName(), command);
      found.putAll(command.getSubcommands());
    }
    found.keySet().retainAll(COMMANDS);
    return found;
  }

  /** A subcommand, such as {@code node status}, has the settings of the command that it is of. */
  private static String command(CommandSpec spec) {
    CommandSpec command = spec;
    for (CommandSpec parent = spec.parent();
        parent != null && !COMMANDS.contains(command.name());
        parent = parent.parent()) {
      command = parent;
    }
    return command.name();
  }

  /** Defaults are asked for before arguments are parsed, so the file must be known before that. */
  private static Optional<String> configPath(List<String> arguments) {
    if (arguments.isEmpty() || !COMMANDS.contains(arguments.getFirst())) {
      return Optional.empty();
    }
    for (int i = 1; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith("--config=")) {
        return Optional.of(argument.substring("--config=".length()));
      }
      if (argument.equals("--config") && i + 1 < arguments.size()) {
        return Optional.of(arguments.get(i + 1));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> key(OptionSpec option) {
    String key = option.longestName().replaceFirst("^-+", "");
    boolean set = option.usageHelp() || option.versionHelp() || FLAGS_ONLY.contains(key);
    return set ? Optional.empty() : Optional.of(key);
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return null;
    }
    Optional<String> key = key(option);
    if (key.isEmpty()) {
      return null;
    }
    String command = command(argument.command());
    String variable =
        "FRACTUS_"
            + command.toUpperCase(Locale.ROOT)
            + "_"
            + key.get().toUpperCase(Locale.ROOT).replace('-', '_');
    String value = environment.get(variable);
    return value != null ? value : file.value(command, key.get()).orElse(null);
  }
}
