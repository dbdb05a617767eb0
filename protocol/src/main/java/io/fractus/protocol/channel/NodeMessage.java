// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.channel;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.fractus.protocol.Checks;
import io.fractus.protocol.Limits;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node says to its tracker: first {@link Hello}, then its {@link Inventory}, then as things
 * happen.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = NodeMessage.Hello.class, name = "hello"),
  @JsonSubTypes.Type(value = NodeMessage.Inventory.class, name = "inventory"),
  @JsonSubTypes.Type(value = NodeMessage.Heartbeat.class, name = "heartbeat"),
  @JsonSubTypes.Type(value = NodeMessage.Completed.class, name = "completed"),
  @JsonSubTypes.Type(value = NodeMessage.Failed.class, name = "failed"),
  @JsonSubTypes.Type(value = NodeMessage.Described.class, name = "described"),
  @JsonSubTypes.Type(value = NodeMessage.Leave.class, name = "leave"),
  @JsonSubTypes.Type(value = NodeMessage.Proof.class, name = "proof")
})
public sealed interface NodeMessage {

  /**
   * Opens the channel.
   *
   * @param host the address on which peers reach it, or null for the one it connects from
   * @param port its BitTorrent port now
   * @param shareBytes space offered now
   * @param version of its program
   */
  record Hello(@Nullable String host, int port, long shareBytes, String version)
      implements NodeMessage {
    public Hello {
      Checks.between("port", port, 1, 65_535);
      Checks.notNegative("shareBytes", shareBytes);
    }
  }

  /**
   * The bits that the node holds complete, in frames of at most {@link
   * Limits#INFOHASHES_PER_MESSAGE_MAX}. After the last one the tracker assigns what is missing,
   * releases what is not the node's and asks what it does not know.
   *
   * @param bits some of them, in no order; may be empty
   * @param last whether this is the last frame
   */
  record Inventory(List<InfoHash> bits, boolean last) implements NodeMessage {
    public Inventory {
      bits = List.copyOf(bits);
      Checks.between("bits", bits.size(), 0, Limits.INFOHASHES_PER_MESSAGE_MAX);
    }
  }

  /**
   * The node is there, every {@link Limits#HEARTBEAT}.
   *
   * @param shareBytes space offered now
   * @param usedBytes space that its bits take
   * @param bits held complete
   * @param sentBytes of pieces since it started
   * @param receivedBytes of pieces since it started
   */
  record Heartbeat(long shareBytes, long usedBytes, int bits, long sentBytes, long receivedBytes)
      implements NodeMessage {}

  /** The node holds this bit, all of it verified and on disk; also the good answer to a verify. */
  record Completed(InfoHash bit) implements NodeMessage {}

  /**
   * The node does not hold this bit.
   *
   * @param bit which
   * @param reason why
   * @param detail for people, without secrets
   */
  record Failed(InfoHash bit, Reason reason, String detail) implements NodeMessage {}

  /** The node holds this bit complete: the answer to a describe. */
  record Described(BitMetainfo bit) implements NodeMessage {}

  /**
   * The node wishes to hand its bits to others and to hold none, or to take part again. It says so
   * in each session for as long as it wishes to leave. Answered by leaving, now and then.
   *
   * @param leaves whether it wishes to leave
   */
  record Leave(boolean leaves) implements NodeMessage {}

  /**
   * The node has the key that it joined with: the answer to a challenge, before it says hello.
   *
   * @param instance its process, random at each start
   * @param starts how often it was started on its directory
   * @param signature of {@link io.fractus.protocol.Proofs#channel}
   */
  record Proof(String instance, long starts, String signature) implements NodeMessage {
    public Proof {
      Checks.label("instance", instance);
      Checks.notNegative("starts", starts);
    }
  }

  /** Why a node does not hold a bit. */
  enum Reason {
    /** No source delivered in time. */
    UNREACHABLE,
    /** The share has no room for it. */
    SHARE_FULL,
    /** The disk cannot be written. */
    DISK,
    /** It was complete, and its file is gone or of another length. */
    LOST,
    /** It was complete, and its bytes are no longer right. */
    CORRUPT,
    /** The assignment itself is not acceptable. */
    REFUSED
  }
}
