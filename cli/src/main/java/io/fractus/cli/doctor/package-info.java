// SPDX-License-Identifier: Apache-2.0
/** Checks of the machine and of a cloud on it. */
@NullMarked
package io.fractus.cli.doctor;

import org.jspecify.annotations.NullMarked;
