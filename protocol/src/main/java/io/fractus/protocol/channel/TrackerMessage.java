// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.channel;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a tracker says to a node. Every message may come twice and is harmless the second time. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TrackerMessage.Assign.class, name = "assign"),
  @JsonSubTypes.Type(value = TrackerMessage.Release.class, name = "release"),
  @JsonSubTypes.Type(value = TrackerMessage.Verify.class, name = "verify"),
  @JsonSubTypes.Type(value = TrackerMessage.Describe.class, name = "describe"),
  @JsonSubTypes.Type(value = TrackerMessage.Leaving.class, name = "leaving"),
  @JsonSubTypes.Type(value = TrackerMessage.Challenge.class, name = "challenge"),
  @JsonSubTypes.Type(value = TrackerMessage.Call.class, name = "call"),
  @JsonSubTypes.Type(value = TrackerMessage.Reach.class, name = "reach")
})
public sealed interface TrackerMessage {

  /** What the node shall do about one bit. */
  sealed interface BitWish extends TrackerMessage {}

  /**
   * Hold this bit: fetch it from the sources, the best first, then seed it. Answered by completed
   * or failed.
   *
   * @param bit which
   * @param sources who has it now; may be empty, and then only a node that has it on disk can
   *     answer
   */
  record Assign(BitMetainfo bit, List<PeerAddress> sources) implements BitWish {
    public Assign {
      sources = List.copyOf(sources);
    }
  }

  /** Stop holding this bit and delete it. Not answered. */
  record Release(InfoHash bit) implements BitWish {}

  /** Hash this bit again. Answered by completed, or by failed after its file has been deleted. */
  record Verify(InfoHash bit) implements BitWish {}

  /**
   * What is this bit, which the node says it holds and the tracker does not know? Answered by
   * described, or by failed if it is not held.
   */
  record Describe(InfoHash bit) implements BitWish {}

  /**
   * How far the node is with handing its bits to others. Said when it changes; not answered.
   *
   * @param leaving whether it hands over all its bits; if not, it hands over what its share has no
   *     room for, or none
   * @param drained whether it holds nothing that anybody counts on
   * @param bitsLeft bits that are still assigned to it
   * @param bitsAtStart bits that were when it began
   * @param text the same for people, with what stands in the way; empty if there is nothing to say
   */
  record Leaving(boolean leaving, boolean drained, int bitsLeft, int bitsAtStart, String text)
      implements TrackerMessage {}

  /**
   * Prove that you have your key: said first to a node that joined with one, and again when another
   * says that it is the same node. Answered by proof.
   *
   * @param nonce to be signed, new each time
   */
  record Challenge(String nonce) implements TrackerMessage {}

  /**
   * Connect to somebody who cannot connect to you, and serve what is asked for over that. Not
   * answered.
   *
   * @param to where somebody listens
   * @param nonce what a reader awaits to be told first; empty for a node that fetches a bit, to
   *     which the connection is one like any other
   * @param bit what that node fetches; null for a reader, who says it himself
   */
  record Call(PeerAddress to, String nonce, @Nullable InfoHash bit) implements TrackerMessage {
    public Call {
      if (nonce.isEmpty() == (bit == null)) {
        throw new IllegalArgumentException("a call has either a nonce or a bit");
      }
    }
  }

  /**
   * Whether others can connect to the node, as far as the tracker has found out. Said when it
   * changes and in each session in which it is known; not answered.
   *
   * @param inbound whether they can; if not, the node serves by connecting out
   * @param detail how that was found, for people
   */
  record Reach(boolean inbound, String detail) implements TrackerMessage {}
}
