// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.fractus.tracker.repair;

import org.jspecify.annotations.NullMarked;
