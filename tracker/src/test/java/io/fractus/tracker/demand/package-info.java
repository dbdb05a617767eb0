// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.fractus.tracker.demand;

import org.jspecify.annotations.NullMarked;
