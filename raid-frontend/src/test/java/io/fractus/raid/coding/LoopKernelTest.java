// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

class LoopKernelTest extends LinearCodeTest {
  @Override
  Kernel kernel() {
    return LoopKernel.INSTANCE;
  }
}
