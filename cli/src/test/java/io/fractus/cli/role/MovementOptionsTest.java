// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.cli.base.Failure;
import io.fractus.tracker.movement.MovementSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MovementOptionsTest {
  private static MovementSettings settings(String perDay) {
    MovementOptions options = new MovementOptions();
    options.perDay = perDay;
    return options.settings();
  }

  @Test
  void settings_nothingSaid_areTheUsualOnes() {
    assertThat(new MovementOptions().settings()).isEqualTo(MovementSettings.USUAL);
  }

  @Test
  void settings_amounts_areThoseThatWereSaid() {
    assertThat(settings("50GB")).isEqualTo(new MovementSettings(0, 50_000_000_000L));
    assertThat(settings("0.5%")).isEqualTo(new MovementSettings(0.005, 0));
    assertThat(settings("off")).isEqualTo(MovementSettings.OFF);
    assertThat(settings("0%").isOff()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"much", "101%", "-1%", "%", "5 percent", ""})
  void settings_wrong_sayWhatIsRight(String perDay) {
    assertThatThrownBy(() -> settings(perDay))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("50GB, 2% or off")
        .hasMessageContaining("'" + perDay + "'");
  }
}
