// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.manners;

/** What a machine tells of itself. What it does not tell is answered with no. May block briefly. */
public interface Machine {
  /** Whether it runs on a battery that is being discharged. */
  boolean isOnBattery();

  /** Whether its network is paid for by the byte. */
  boolean isMetered();

  /** Whether others use its processors. */
  boolean isBusy();
}
