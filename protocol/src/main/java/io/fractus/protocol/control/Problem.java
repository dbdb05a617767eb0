// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.control;

/**
 * An error as RFC 9457 has it, content type {@code application/problem+json}.
 *
 * @param type a stable code for machines, such as {@code not-enough-nodes}
 * @param title the same in a few words
 * @param status the HTTP status
 * @param detail what was wrong, where, and what to do
 */
public record Problem(String type, String title, int status, String detail) {}
