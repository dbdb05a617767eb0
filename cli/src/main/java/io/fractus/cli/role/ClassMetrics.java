// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.role;

import io.fractus.raid.object.ClassStatus;
import java.util.List;
import java.util.Locale;

/** Storage classes in Prometheus' text format. Stateless. */
final class ClassMetrics {
  private ClassMetrics() {}

  static void append(StringBuilder to, List<ClassStatus> classes) {
    to.append(
        """
        # HELP fractus_gateway_class_target_met 1 if the nodes give what the class asks for.
        # TYPE fractus_gateway_class_target_met gauge
        """);
    for (ClassStatus of : classes) {
      // Of those that are not known nothing is said: an alarm on 0 is one that is meant.
      if (of.state() == ClassStatus.State.MET || of.state() == ClassStatus.State.UNMET) {
        to.append(
            String.format(
                Locale.ROOT,
                "fractus_gateway_class_target_met{class=\"%s\",target=\"%s\",layout=\"%s\"} %d\n",
                of.name(),
                of.target(),
                of.layout(),
                of.state() == ClassStatus.State.MET ? 1 : 0));
      }
    }
  }
}
