// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

/**
 * What a deletion did.
 *
 * @param found whether there was anything to delete or to hide
 * @param marker whether a delete marker was made, or the version that was deleted was one
 * @param version the name of the version that was deleted, or of the marker that was made; empty in
 *     a bucket without versioning
 */
public record Deletion(boolean found, boolean marker, String version) {}
