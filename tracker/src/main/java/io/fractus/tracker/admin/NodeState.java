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
  /** It gets no new copies, here or not. */
  @JsonProperty("draining")
  DRAINING,
  /** It is refused. */
  @JsonProperty("revoked")
  REVOKED;

  static NodeState of(Standing standing, boolean here) {
    return switch (standing) {
      case ACTIVE -> here ? ONLINE : ABSENT;
      case DRAINING -> DRAINING;
      case REVOKED -> REVOKED;
    };
  }
}
