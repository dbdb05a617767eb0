// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

/** Right wherever the module is, fast or not. */
class VectorKernelTest extends LinearCodeTest {
  @Override
  Kernel kernel() {
    return VectorKernel.INSTANCE;
  }
}
