// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.fractus.raid.repair;

import org.jspecify.annotations.NullMarked;
