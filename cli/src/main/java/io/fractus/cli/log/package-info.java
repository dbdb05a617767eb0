// SPDX-License-Identifier: Apache-2.0
/** How the log is written: the JDK's, as lines of our own. */
@NullMarked
package io.fractus.cli.log;

import org.jspecify.annotations.NullMarked;
