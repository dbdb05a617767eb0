// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.cli.base.Failure;
import io.fractus.tracker.availability.NodeClass;
import io.fractus.tracker.availability.Patience;
import io.fractus.tracker.repair.RepairSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RepairOptionsTest {
  @Test
  void settings_nothingSaid_areTheUsualOnes() {
    assertThat(new RepairOptions().settings()).isEqualTo(RepairSettings.USUAL);
  }

  @Test
  void patience_ofSomeClasses_leavesTheOthers() {
    Patience patience = RepairOptions.patience("server=90m, Lab=4d");

    assertThat(patience.with(NodeClass.SERVER)).isEqualTo(Duration.ofMinutes(90));
    assertThat(patience.with(NodeClass.LAB)).isEqualTo(Duration.ofDays(4));
    assertThat(patience.with(NodeClass.PHONE)).isEqualTo(Duration.ofDays(7));
  }

  @Test
  void patience_oneTime_isThatOfAll() {
    Patience patience = RepairOptions.patience("30s");

    for (NodeClass kind : NodeClass.values()) {
      assertThat(patience.with(kind)).isEqualTo(Duration.ofSeconds(30));
    }
  }

  @Test
  void patience_wrong_saysWhatIsRight() {
    assertThatThrownBy(() -> RepairOptions.patience("toaster=4h"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("no class 'toaster'")
        .hasMessageContaining("server");
    assertThatThrownBy(() -> RepairOptions.patience("server=soon"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("'soon'");
  }
}
