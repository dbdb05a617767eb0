// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MenuTest {
  @Test
  void within_anyCloud_hasNoLayoutTwiceAndNoneThatNeedsMoreNodes() {
    assertThat(Menu.within(1)).isEmpty();
    for (int nodes : new int[] {2, 7, 20, 500}) {
      assertThat(Menu.within(nodes))
          .doesNotHaveDuplicates()
          .isNotEmpty()
          .allSatisfy(layout -> assertThat(layout.copiesTotal()).isLessThanOrEqualTo(nodes))
          .isSortedAccordingTo((a, b) -> Double.compare(a.overhead(), b.overhead()));
    }
  }
}
