// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.website;

import io.fractus.web.http.Domains;

/**
 * Where the web sites of buckets are served.
 *
 * @param port 0 for any that is free
 * @param domains below which each is a host
 */
public record WebsiteConfig(int port, Domains domains) {}
