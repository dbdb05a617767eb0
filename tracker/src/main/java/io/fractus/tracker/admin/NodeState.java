// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fractus.tracker.registry.Standing;

/** What a node is to people, in one word: what was decided about it, else whether it is here. */
enum NodeState {
  /** It is here and takes part. */
  @JsonProperty("online")
  ONLINE,
  /** It takes part and is not here. */
  @JsonProperty("absent")
  ABSENT,
  /** It gets no new copies, and those that it has move to others. */
  @JsonProperty("draining")
  DRAINING,
  /** It drained, and holds nothing. */
  @JsonProperty("drained")
  DRAINED,
  /** It is refused. */
  @JsonProperty("revoked")
  REVOKED;

  /** Whether it gets no new copies, and may again. */
  boolean isClosed() {
    return this == DRAINING || this == DRAINED;
  }

  static NodeState of(Standing standing, boolean here) {
    return switch (standing) {
      case ACTIVE -> here ? ONLINE : ABSENT;
      case DRAINING -> DRAINING;
      case DRAINED -> DRAINED;
      case REVOKED -> REVOKED;
    };
  }
}
