// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "raid0:4 raid0:4+0",
        "raid0:4+0 raid0:4+0",
        "raid0:4+0x1 raid0:4+0",
        "raid0:4x3 raid0:4+0x3",
        "raid1 raid1:1+0x2",
        "raid1x3 raid1:1+0x3",
        "raid1:1 raid1:1+0x2",
        "raid1:1x3 raid1:1+0x3",
        "raid1:1+0x3 raid1:1+0x3",
        "raid1:1x1 raid1:1+0x1",
        "raid5:4+1x2 raid5:4+1x2",
        "raid5:2+1x2,2,1 raid5:2+1x2,2,1",
        "raid5:2+1x2,2,2 raid5:2+1x2",
        "raid6:4+2x2 raid6:4+2x2",
        "raid6:8x2 raid6:8+2x2",
        "RAID6:8+2X2 raid6:8+2x2",
        "raid7:8+3x4 raid7:8+3x4",
        "rs:10+4 rs:10+4",
        "rs:29+51x1 rs:29+51",
        "rs:254+1x16 rs:254+1x16",
      })
  void parse_validText_hasCanonicalForm(String text, String canonical) {
    assertThat(Layout.parse(text)).hasToString(canonical);
    assertThat(Layout.parse(canonical)).isEqualTo(Layout.parse(text));
  }

  @Test
  void parse_vectorOfCopies_isBitByBit() {
    Layout layout = Layout.parse(" raid5:2+1x2,4,1 ");
    assertThat(layout).isEqualTo(new Layout(Level.RAID5, 2, 1, List.of(2, 4, 1)));
    assertThat(layout.copies(1)).isEqualTo(4);
    assertThat(layout.bits()).isEqualTo(3);
    assertThat(layout.copiesTotal()).isEqualTo(7);
    assertThat(layout.overhead()).isEqualTo(3.5);
  }

  @Test
  void overhead_raid6WithTwoCopies_isTwoAndAHalf() {
    Layout layout = Layout.parse("raid6:8+2x2");
    assertThat(layout.copiesTotal()).isEqualTo(20);
    assertThat(layout.overhead()).isEqualTo(2.5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|'' is no level",
        "raid8:4|'raid8' is no level; levels are raid0, raid1",
        "raid6|':' and the number of data bits are missing after 'raid6'",
        "raid6:|the number of data bits is missing at the end",
        "raid6:+2|the number of data bits is missing at character 7",
        "raid6:8+|the number of parity bits is missing at the end",
        "raid6:8+3x2|raid6 has 2 parity bits, not 3",
        "raid5:4+0|raid5 has 1 parity bit, not 0",
        "raid0:4+1|raid0 has 0 parity bits, not 1",
        "raid1:2|raid1 has 1 data bit, not 2",
        "rs:10|'+' and the number of parity bits are missing at the end",
        "rs:10x2|'+' and the number of parity bits are missing at character 6",
        "rs:10+0|rs needs at least 1 parity bit",
        "raid5:0+1|at least 1 data bit, not 0",
        "rs:200+56|at most 255 bits, not 200+56",
        "rs:9999999+1|the number of data bits is too large at character 4",
        "rs:999999+999999|at most 255 bits",
        "raid6:8+2x0|a bit has 1 to 16 copies, not 0",
        "raid6:8+2x17|a bit has 1 to 16 copies, not 17",
        "raid6:8+2x|a number of copies is missing at the end",
        "raid5:2+1x2,2|one for each of the 3 bits, not 2 numbers",
        "raid5:2+1x2,2,|a number of copies is missing at the end",
        "raid5:2+1x2;3|unexpected ';' at character 12",
        "raid5:-2+1|the number of data bits is missing at character 7",
        "raid5:2 +1|unexpected ' ' at character 8",
      })
  void parse_invalidText_saysWhatWhereAndAnExample(String text, String message) {
    assertThatThrownBy(() -> Layout.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("layout '" + text + "': ")
        .hasMessageContaining(message)
        .hasMessageContaining("examples: raid6:8+2x2");
  }

  @Test
  void parse_endlessText_isRefusedWithAShortMessage() {
    assertThatThrownBy(() -> Layout.parse("raid5:2+1x" + "1,".repeat(10_000)))
        .hasMessageContaining("at most 1024 characters");
    assertThatThrownBy(() -> Layout.parse("q".repeat(1_000)))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(2_000));
  }

  @Test
  void parse_longestLayout_fits() {
    String copies = String.join(",", Collections.nCopies(254, "16")) + ",1";
    assertThat(Layout.parse("rs:200+55x" + copies).copiesTotal()).isEqualTo(254 * 16 + 1);
  }

  @Test
  void constructor_copiesList_isCopied() {
    List<Integer> copies = new ArrayList<>(List.of(1, 1));
    Layout layout = new Layout(Level.RAID5, 1, 1, copies);
    copies.set(0, 99);
    assertThat(layout.copies(0)).isEqualTo(1);
  }
}
