// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query string in their order, duplicates kept, decoded from the raw text: a
 * servlet's own parameters would eat a form's body.
 *
 * @param parameters in the order of the query
 */
public record RawQuery(List<Parameter> parameters) {

  /** One parameter, decoded; the value is empty if there was no equals sign. */
  public record Parameter(String name, String value) {}

  public RawQuery {
    parameters = List.copyOf(parameters);
  }

  /**
   * Parses the query of a request.
   *
   * @param raw without the question mark, or null
   * @throws IllegalArgumentException if it cannot be decoded
   */
  public static RawQuery parse(@Nullable String raw) {
    List<Parameter> parameters = new ArrayList<>();
    int start = 0;
    while (raw != null && start < raw.length()) {
      int ampersand = raw.indexOf('&', start);
      int end = ampersand < 0 ? raw.length() : ampersand;
      if (end > start) {
        parameters.add(parameter(raw.substring(start, end)));
      }
      start = end + 1;
    }
    return new RawQuery(parameters);
  }

  private static Parameter parameter(String text) {
    int equals = text.indexOf('=');
    return equals < 0
        ? new Parameter(decode(text), "")
        : new Parameter(decode(text.substring(0, equals)), decode(text.substring(equals + 1)));
  }

  private static String decode(String raw) {
    return PercentCoding.decode(raw.replace('+', ' '));
  }

  public boolean has(String name) {
    return parameters.stream().anyMatch(parameter -> parameter.name().equals(name));
  }

  /** The first value of that name. */
  public Optional<String> first(String name) {
    return parameters.stream()
        .filter(parameter -> parameter.name().equals(name))
        .map(Parameter::value)
        .findFirst();
  }

  /** The first value of that name, or a default. */
  public String get(String name, String otherwise) {
    return first(name).orElse(otherwise);
  }
}
