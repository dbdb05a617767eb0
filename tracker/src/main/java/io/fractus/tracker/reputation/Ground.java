// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.reputation;

/**
 * Why a tag stands, and when it will not any more, for people.
 *
 * @param tag one word
 * @param rule when the tracker sets it
 * @param next what ends it, or what comes after it, and how far that is
 */
public record Ground(String tag, String rule, String next) {}
