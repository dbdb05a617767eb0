// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.control;

/**
 * {@code GET /api/v1/cloud}: which cloud this is. Open to everyone who holds any token of it.
 *
 * @param cloudId the id that is in every torrent of the cloud as its source
 * @param version of the tracker
 * @param nodesOnline nodes connected now
 * @param nodesRegistered nodes that ever joined and were not revoked
 */
public record CloudView(String cloudId, String version, int nodesOnline, int nodesRegistered) {}
