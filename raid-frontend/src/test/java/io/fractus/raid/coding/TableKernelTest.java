// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

class TableKernelTest extends LinearCodeTest {
  @Override
  Kernel kernel() {
    return TableKernel.INSTANCE;
  }
}
