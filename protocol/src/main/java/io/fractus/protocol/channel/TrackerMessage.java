// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.channel;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import java.util.List;

/** What a tracker says to a node. Every message may come twice and is harmless the second time. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TrackerMessage.Assign.class, name = "assign"),
  @JsonSubTypes.Type(value = TrackerMessage.Release.class, name = "release"),
  @JsonSubTypes.Type(value = TrackerMessage.Verify.class, name = "verify"),
  @JsonSubTypes.Type(value = TrackerMessage.Describe.class, name = "describe")
})
public sealed interface TrackerMessage {

  /**
   * Hold this bit: fetch it from the sources, the best first, then seed it. Answered by completed
   * or failed.
   *
   * @param bit which
   * @param sources who has it now; may be empty, and then only a node that has it on disk can
   *     answer
   */
  record Assign(BitMetainfo bit, List<PeerAddress> sources) implements TrackerMessage {
    public Assign {
      sources = List.copyOf(sources);
    }
  }

  /** Stop holding this bit and delete it. Not answered. */
  record Release(InfoHash bit) implements TrackerMessage {}

  /** Hash this bit again. Answered by completed, or by failed after its file has been deleted. */
  record Verify(InfoHash bit) implements TrackerMessage {}

  /**
   * What is this bit, which the node says it holds and the tracker does not know? Answered by
   * described, or by failed if it is not held.
   */
  record Describe(InfoHash bit) implements TrackerMessage {}
}
