// SPDX-License-Identifier: Apache-2.0
/** The RAID front end as one object store. */
@NullMarked
package io.fractus.raid.gateway;

import org.jspecify.annotations.NullMarked;
