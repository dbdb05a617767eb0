// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

/**
 * A checksum of an object or of a part, as S3 knows them: kept and given back, not looked at.
 *
 * @param algorithm such as {@code CRC32C}
 * @param value in base64; that of checksums of parts ends with a dash and their number
 * @param composite whether it is a checksum of the checksums of parts
 */
public record Checksum(String algorithm, String value, boolean composite) {}
