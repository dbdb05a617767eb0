// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "raid6:8+2x2 | raid6:8+2x2 | 20",
        "RAID6:8x2 | raid6:8+2x2 | 20",
        "raid1 | raid1:1+0x2 | 2",
        "raid1x3 | raid1:1+0x3 | 3",
        "raid1:1x1 | raid1:1+0x1 | 1",
        "raid0:4 | raid0:4+0 | 4",
        "rs:10+4 | rs:10+4 | 14",
        "raid5:2+1x2,2,1 | raid5:2+1x2,2,1 | 5",
      })
  void parse_ofALayout_isReadBack(String text, String canonical, int nodes) {
    Shape shape = Shape.parse(text);

    assertThat(shape).hasToString(canonical);
    assertThat(Shape.parse(canonical)).isEqualTo(shape);
    assertThat(shape.nodes()).isEqualTo(nodes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "raid6",
        "raid6:8+3",
        "raid2:4",
        "rs:8",
        "rs:200+100",
        "raid1:2",
        "raid6:8+2x17",
        "raid6:8+2x0",
        "raid5:2+1x1,2",
        "raid6:8+2x2;"
      })
  void parse_ofNone_isRefused(String text) {
    assertThatThrownBy(() -> Shape.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void menu_ofAnyCloud_hasNoLayoutTwiceAndNoneThatNeedsMoreNodes() {
    assertThat(Menu.within(1)).isEmpty();
    for (int nodes : new int[] {2, 7, 20, 500}) {
      assertThat(Menu.within(nodes))
          .doesNotHaveDuplicates()
          .isNotEmpty()
          .allSatisfy(shape -> assertThat(shape.nodes()).isLessThanOrEqualTo(nodes))
          .isSortedAccordingTo((a, b) -> Double.compare(a.overhead(), b.overhead()));
    }
  }
}
