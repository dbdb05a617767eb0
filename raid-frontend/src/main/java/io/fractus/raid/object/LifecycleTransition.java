// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

/**
 * When objects move to another storage class.
 *
 * @param days after so many days, if there is no date: after an object was put, or after a version
 *     was hidden
 * @param date from this day on, as {@code 2026-11-23}; or empty
 * @param newerNoncurrent so many versions of a key that are not the last stay in any case
 * @param storageClass where to
 */
public record LifecycleTransition(
    int days, String date, int newerNoncurrent, StorageClass storageClass) {}
