// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.fractus.tracker.reputation;

import org.jspecify.annotations.NullMarked;
