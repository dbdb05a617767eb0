// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import org.jspecify.annotations.Nullable;

/** The headers of a request, or the fields of a form, by their names in lower case. */
@FunctionalInterface
interface HeaderSource {
  @Nullable String get(String name);
}
