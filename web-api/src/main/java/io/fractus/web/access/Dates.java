// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.access;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Dates as policies have them: of ISO 8601, or seconds since 1970. Stateless. */
final class Dates {
  private Dates() {}

  /** Empty if it is none. */
  static Optional<Instant> of(String text) {
    try {
      if (text.matches("\\d{1,11}")) {
        return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
      }
      return Optional.of(
          text.contains("T")
              ? OffsetDateTime.parse(text).toInstant()
              : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
