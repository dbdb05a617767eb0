// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fractus.protocol.layout.Layout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "99.99%/worst-hour,11-nines/year,3x; 99.99%/worst-hour,11-nines/year,3x",
        "3x, 11-nines/year, 99.99%/worst-hour; 99.99%/worst-hour,11-nines/year,3x",
        "9-nines/year; 9-nines/year,3x",
        "99.9%/WORST-HOUR,1.80x; 99.9%/worst-hour,1.8x",
        "4-nines/worst-hour; 99.99%/worst-hour,3x",
        "raid6:4+2x2; raid6:4+2x2",
        "RAID5:2+1x2,2,1; raid5:2+1x2,2,1",
      })
  void parse_target_hasCanonicalForm(String text, String canonical) {
    Target target = Target.parse(text);

    assertThat(target).hasToString(canonical);
    assertThat(Target.parse(canonical)).isEqualTo(target);
  }

  @Test
  void parse_wish_isWhatIsPlannedFor() {
    assertThat(Target.parse("99.99%/worst-hour,11-nines/year,2.5x"))
        .isEqualTo(new Target.OfWish(new Wish(0.9999, 11, 2.5)));
    assertThat(((Target.OfWish) Target.parse("3.5-nines/worst-hour")).wish().availability())
        .isEqualTo(1 - Math.pow(10, -3.5), within(1e-15));
    assertThat(Target.parse("rs:10+4")).isEqualTo(new Target.OfLayout(Layout.parse("rs:10+4")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                         | no term",
        "3x                         | no nines",
        "100%/worst-hour            | below 1",
        "99%/worst-hour,98%/worst-hour | twice",
        "99.99%                     | no term",
        "99%/worst-hour,            | no term",
        "11-nines/year,0.5x         | at least 1",
        "99-nines/year              | 0 to 30",
        "raid9:4                    | no level",
        "nines                      | no level",
      })
  void parse_ofNone_saysWhatIsWrong(String text, String what) {
    assertThatThrownBy(() -> Target.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(what)
        .hasMessageContaining("examples");
  }
}
