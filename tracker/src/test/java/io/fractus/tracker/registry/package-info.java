// SPDX-License-Identifier: Apache-2.0
/** Tests of the registry. */
@NullMarked
package io.fractus.tracker.registry;

import org.jspecify.annotations.NullMarked;
