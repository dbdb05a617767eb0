// SPDX-License-Identifier: Apache-2.0
/** The rules of the house: who may import whom, and how a file looks. */
@NullMarked
package io.fractus.house;

import org.jspecify.annotations.NullMarked;
