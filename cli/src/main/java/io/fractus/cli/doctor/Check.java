// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.doctor;

/**
 * The outcome of one check.
 *
 * @param name what was looked at
 * @param ok whether it is as it must be
 * @param detail what was found, and if it is not right what to do
 */
record Check(String name, boolean ok, String detail) {
  static Check good(String name, String detail) {
    return new Check(name, true, detail);
  }

  static Check bad(String name, String detail) {
    return new Check(name, false, detail);
  }
}
