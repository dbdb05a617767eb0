// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.fractus.tracker.movement;

import org.jspecify.annotations.NullMarked;
