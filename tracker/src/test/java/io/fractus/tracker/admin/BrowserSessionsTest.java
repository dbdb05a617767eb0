// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.platform.Clocks;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sessions end: by age, by number, by signing out. */
class BrowserSessionsTest {
  private Instant now = Instant.parse("2026-01-05T00:00:00Z");
  private final BrowserSessions sessions = new BrowserSessions(Clocks.of(() -> now), new Random(5));

  @Test
  void end_ofASession_isItsAge() {
    String secret = sessions.open();

    assertThat(sessions.end(secret)).hasValue(now.plus(AdminLimits.BROWSER_SESSION_AGE_MAX));
    assertThat(sessions.end("another")).isEmpty();
    now = now.plus(AdminLimits.BROWSER_SESSION_AGE_MAX);
    assertThat(sessions.end(secret)).isEmpty();
  }

  @Test
  void open_tooMany_endsTheOldest() {
    String first = sessions.open();
    String second = sessions.open();
    for (int i = 2; i <= AdminLimits.BROWSER_SESSIONS_MAX; i++) {
      sessions.open();
    }

    assertThat(sessions.end(first)).isEmpty();
    assertThat(sessions.end(second)).isPresent();
  }

  @Test
  void close_ofASession_endsIt() {
    String secret = sessions.open();

    sessions.close(secret);

    assertThat(sessions.end(secret)).isEmpty();
  }
}
