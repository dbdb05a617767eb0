// SPDX-License-Identifier: Apache-2.0
package io.fractus.web;

import io.fractus.protocol.control.NodeEvent;
import io.fractus.protocol.control.NodeView;
import java.util.List;
import java.util.Optional;

/**
 * What the web API tells about the cloud beyond objects. Thread-safe; all methods may block, and
 * may throw {@link io.fractus.protocol.control.TrackerException}.
 */
public interface CloudStatus {
  /** All nodes that the tracker knows. */
  List<NodeView> nodes();

  /**
   * The newest events of a node.
   *
   * @param node its id or its name
   */
  List<NodeEvent> events(String node);

  /** Why a PUT would fail now; empty if it would succeed. */
  Optional<String> notReady();

  /** The metrics of this process in Prometheus' text format. */
  String metrics();
}
