// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TrackerHttpTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "no", "le", "d14:failure reason4:nopee", "d8:interval", "i1e"})
  void parse_noAnswer_isRefused(String body) {
    assertThatThrownBy(() -> TrackerHttp.parse(body.getBytes(StandardCharsets.US_ASCII)))
        .isInstanceOfAny(IOException.class);
  }

  @Test
  void parse_oddInterval_isKeptWithinBounds() throws Exception {
    assertThat(parse("d8:intervali1e5:peers0:e").interval()).isEqualTo(Duration.ofSeconds(60));
    assertThat(parse("d8:intervali-9e5:peers0:e").interval()).isEqualTo(Duration.ofSeconds(60));
    assertThat(parse("d8:intervali999999999999e5:peers0:e").interval())
        .isEqualTo(Duration.ofHours(2));
  }

  private static TrackerHttp.Answer parse(String body) throws IOException {
    return TrackerHttp.parse(body.getBytes(StandardCharsets.US_ASCII));
  }
}
