// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.protocol.plan.Target;
import io.fractus.raid.object.ClassStatus;
import io.fractus.raid.object.StorageClass;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ClassTargetsTest {
  private static Map<StorageClass, Target> of(String... arguments) {
    GatewayCommand command = new GatewayCommand();
    new CommandLine(command).parseArgs(arguments);
    return ClassTargets.parse(command.classes);
  }

  @Test
  void parse_flagsAndOneTextOfSeveral_sayTheSame() {
    Map<StorageClass, Target> targets =
        of("--class", "STANDARD=99.99%/worst-hour,11-nines/year,3x", "--class", "archive=rs:10+6");

    assertThat(targets)
        .containsOnly(
            Map.entry(StorageClass.STANDARD, Target.parse("99.99%/worst-hour,11-nines/year,3x")),
            Map.entry(StorageClass.ARCHIVE, Target.parse("rs:10+6")));
    // As a file or the environment gives it.
    assertThat(of("--class=STANDARD=99.99%/worst-hour,11-nines/year,3x;ARCHIVE=rs:10+6"))
        .isEqualTo(targets);
    assertThat(of()).isEmpty();
  }

  @Test
  void parse_noSuchClassOrTarget_saysWhatThereIs() {
    assertThatThrownBy(() -> of("--class", "GOLD=rs:10+6"))
        .hasMessageContaining("GOLD")
        .hasMessageContaining("STANDARD");
    assertThatThrownBy(() -> of("--class", "WIDE=often")).hasMessageContaining("examples");
  }

  @Test
  void metrics_ofClassesThatAreKnown_sayWhetherTheirTargetIsMet() {
    StringBuilder text = new StringBuilder();

    ClassMetrics.append(
        text,
        List.of(
            status("STANDARD", ClassStatus.State.MET),
            status("ARCHIVE", ClassStatus.State.UNMET),
            status("WIDE", ClassStatus.State.UNKNOWN),
            status("RAID5", ClassStatus.State.FIXED)));

    assertThat(text.toString().lines().filter(line -> !line.startsWith("#")))
        .containsExactly(
            "fractus_gateway_class_target_met{class=\"STANDARD\",target=\"9-nines/year,3x\","
                + "layout=\"rs:4+2\"} 1",
            "fractus_gateway_class_target_met{class=\"ARCHIVE\",target=\"9-nines/year,3x\","
                + "layout=\"rs:4+2\"} 0");
  }

  private static ClassStatus status(String name, ClassStatus.State state) {
    return new ClassStatus(name, "9-nines/year,3x", "rs:4+2", state, "", null);
  }
}
