// SPDX-License-Identifier: Apache-2.0
/** The registry in SQLite: nodes, bits, copies, events. */
@NullMarked
package io.fractus.tracker.registry;

import org.jspecify.annotations.NullMarked;
