// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.http;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of hosts below which each bucket is a host: {@code BUCKET.DOMAIN}. Immutable. */
public final class Domains {
  /** Every name below it is this machine on most systems (RFC 6761). */
  public static final String LOCALHOST = "localhost";

  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
  private static final Pattern ADDRESS = Pattern.compile("\\[.*]|\\d+(\\.\\d+){3}");

  private final List<String> names;

  /** That of this machine alone. */
  public static Domains local() {
    return new Domains(List.of(LOCALHOST));
  }

  /** Throws {@link IllegalArgumentException} if one is not the name of a host. */
  public Domains(List<String> names) {
    // The longest first: of two that fit, that one is meant.
    this.names =
        names.stream()
            .map(Domains::checked)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  private static String checked(String given) {
    String name = given.toLowerCase(Locale.ROOT);
    if (!NAME.matcher(name).matches() || ADDRESS.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a domain is the name of a host such as s3.example.org, without a port; this is '"
              + given
              + "'");
    }
    return name;
  }

  /** The name or address in a Host header, without its port; empty if there is none. */
  public static String host(@Nullable String header) {
    String host = header == null ? "" : header.strip().toLowerCase(Locale.ROOT);
    host = host.replaceFirst(":\\d*$", "");
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  /** Whether a host is an address, and not a name. */
  public static boolean isAddress(String host) {
    return ADDRESS.matcher(host).matches();
  }

  /** The domain that a host is below. */
  public Optional<String> of(String host) {
    return names.stream()
        .filter(name -> host.length() > name.length() + 1 && host.endsWith("." + name))
        .findFirst();
  }

  /** What stands before the domain that a host is below; empty if it is a domain itself. */
  public Optional<String> bucket(String host) {
    return of(host)
        .filter(_ -> !contains(host))
        .map(name -> host.substring(0, host.length() - name.length() - 1));
  }

  /** Whether a host is one of them itself. */
  public boolean contains(String host) {
    return names.contains(host);
  }
}
