// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.accounts.registry;

import java.time.Instant;

/**
 * A key of a user, without its secrets.
 *
 * @param id its name in S3's signatures
 * @param user whose it is
 * @param created when
 * @param enabled whether it is good
 * @param note what it is for
 */
public record AccessKey(String id, String user, Instant created, boolean enabled, String note) {}
