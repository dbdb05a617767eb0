// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PinsTest {
  private final Pins pins = new Pins();
  private final Object first = new Object();
  private final Object second = new Object();

  @Test
  void contains_asLongAsAnyoneReads() {
    pins.add("a", first);
    pins.add("a", second);
    pins.remove("a", first);
    assertThat(pins.contains("a")).isTrue();
    pins.remove("a", second);
    assertThat(pins.contains("a")).isFalse();
  }

  @Test
  void keep_untilThoseHaveEndedWhoBeganBeforeItWasSettled() {
    pins.add("a", first);
    pins.keep("old bits of a", List.of("a", "b"));
    pins.add("b", second);
    pins.settle("old bits of a");
    Object later = new Object();
    pins.add("a", later);
    pins.remove("a", first);
    assertThat(pins.contains("old bits of a")).isTrue();
    pins.remove("b", second);
    // Who reads a now has its new bits.
    assertThat(pins.contains("old bits of a")).isFalse();
    assertThat(pins.contains("a")).isTrue();
  }

  @Test
  void keep_notSettled_evenIfNobodyReads() {
    pins.keep("old bits of a", List.of("a"));
    assertThat(pins.contains("old bits of a")).isTrue();
    pins.settle("old bits of a");
    assertThat(pins.contains("old bits of a")).isFalse();
  }

  @Test
  void letGo_onlyOfWhatNobodyReads() {
    long before = pins.letGo();
    pins.add("a", first);
    assertThat(pins.contains("a")).isTrue();
    assertThat(pins.letGo()).isEqualTo(before);
    assertThat(pins.contains("b")).isFalse();
    assertThat(pins.letGo()).isNotEqualTo(before);
  }
}
