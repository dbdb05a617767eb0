// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.website;

/**
 * What a visitor asks for.
 *
 * @param protocol http or https
 * @param host as the visitor has it, with its port
 * @param bucket the site, which need not be there; may be empty
 * @param base the path of the site's root without a slash: empty if the host is the site
 * @param key decoded; empty for the root
 */
record SiteAddress(String protocol, String host, String bucket, String base, String key) {}
