// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

/**
 * An object that lies in a pack.
 *
 * @param objectId 32 hexadecimal digits, of this version only
 * @param slot where it lies
 */
public record PackedObject(String objectId, PackSlot slot) {}
