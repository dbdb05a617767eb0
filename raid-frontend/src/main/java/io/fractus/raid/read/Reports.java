// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.protocol.control.ReportRequest.Report;

/** The port to whoever wants to know what reads saw of copies. Thread-safe; never blocks. */
@FunctionalInterface
public interface Reports {
  /** Takes note of one copy as it was seen. */
  void report(Report report);
}
