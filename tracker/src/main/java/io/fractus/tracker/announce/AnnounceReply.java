// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.announce;

import io.fractus.torrents.InfoHash;
import io.fractus.torrents.bencode.BValue;
import io.fractus.torrents.bencode.Bencode;
import io.fractus.tracker.Limits;
import io.fractus.tracker.swarm.Outcome.Answer;
import io.fractus.tracker.swarm.Outcome.Counts;
import io.fractus.tracker.swarm.PeerList;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Replies as bencode, keys in their order. Stateless. */
final class AnnounceReply {
  /** All keys and the longest numbers that are written, without peers. */
  private static final int FIXED_MAX = 320;

  private AnnounceReply() {}

  /**
   * A failure. What may succeed later says when, in the words that libtorrent and rTorrent read;
   * what never will says so in those of BEP 31.
   */
  static byte[] failure(Refusal failure) {
    BValue.Builder reply = BValue.dictionary().put("failure reason", failure.reason());
    if (failure.isLater()) {
      long seconds = Limits.ANNOUNCE_PAUSE.toSeconds();
      reply.put("interval", seconds).put("min interval", seconds);
      reply.put("retry in", Limits.ANNOUNCE_PAUSE.toMinutes());
    } else if (failure == Refusal.UNREGISTERED) {
      reply.put("retry in", "never");
    }
    return Bencode.encode(reply.build());
  }

  /**
   * The answer to an announce, always with peers: some clients take a reply without for a failure.
   *
   * @param asker four or sixteen bytes, which it is told (BEP 24)
   */
  static byte[] peers(Answer answer, int intervalSeconds, byte[] asker, boolean compact) {
    byte[] dictionaries = compact ? new byte[0] : dictionaries(answer);
    Writer out =
        new Writer(
            FIXED_MAX
                + answer.peers().v4().length
                + answer.peers().v6().length
                + dictionaries.length);
    out.text("d");
    out.entry("8:complete", answer.counts().complete());
    out.entry("10:downloaded", answer.counts().downloaded());
    out.text("11:external ip").bytes(asker);
    out.entry("10:incomplete", answer.counts().incomplete());
    out.entry("8:interval", intervalSeconds);
    out.entry("12:min interval", Limits.ANNOUNCE_INTERVAL_MIN.toSeconds());
    out.text("5:peers");
    if (!compact) {
      out.raw(dictionaries);
    } else {
      out.bytes(answer.peers().v4());
      if (answer.peers().v6().length > 0) {
        out.text("6:peers6").bytes(answer.peers().v6());
      }
    }
    return out.text("e").toBytes();
  }

  /** Peers as BEP 3 has them, but for their ids: 20 bytes a peer that no client asks for. */
  private static byte[] dictionaries(Answer answer) {
    List<BValue> list = new ArrayList<>();
    for (int at = 0; at < answer.peers().v4().length; at += PeerList.V4_BYTES) {
      list.add(dictionary(answer.peers().v4(), at, PeerList.V4_BYTES));
    }
    for (int at = 0; at < answer.peers().v6().length; at += PeerList.V6_BYTES) {
      list.add(dictionary(answer.peers().v6(), at, PeerList.V6_BYTES));
    }
    return Bencode.encode(BValue.list(list));
  }

  private static BValue dictionary(byte[] peers, int at, int length) {
    byte[] address = Arrays.copyOfRange(peers, at, at + length - Short.BYTES);
    int port = ByteBuffer.wrap(peers).getShort(at + length - Short.BYTES) & 0xffff;
    try {
      return BValue.dictionary()
          .put("ip", InetAddress.getByAddress(address).getHostAddress())
          .put("port", port)
          .build();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has four or sixteen bytes", e);
    }
  }

  /** The answer to a scrape (BEP 48, with the downloaders of BEP 21). */
  static byte[] scrape(Map<InfoHash, Counts> counts) {
    BValue.Builder files = BValue.dictionary();
    counts.forEach((bit, count) ->
        files.put(
            bit.bytes(),
            BValue.dictionary()
                .put("complete", count.complete())
                .put("downloaded", count.downloaded())
                .put("downloaders", count.downloaders())
                .put("incomplete", count.incomplete())
                .build()));
    return Bencode.encode(
        BValue.dictionary()
            .put("files", files.build())
            .put(
                "flags",
                BValue.dictionary()
                    .put("min_request_interval", Limits.ANNOUNCE_INTERVAL_MIN.toSeconds())
                    .build())
            .build());
  }

  /** Bytes that are put one after the other. */
  private static final class Writer {
    private final byte[] out;
    private int length;

    Writer(int capacity) {
      this.out = new byte[capacity];
    }

    Writer text(String ascii) {
      for (int i = 0; i < ascii.length(); i++) {
        out[length++] = (byte) ascii.charAt(i);
      }
      return this;
    }

    Writer raw(byte[] bytes) {
      System.arraycopy(bytes, 0, out, length, bytes.length);
      length += bytes.length;
      return this;
    }

    Writer bytes(byte[] bytes) {
      return raw(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII))
          .text(":")
          .raw(bytes);
    }

    void entry(String key, long value) {
      text(key).text("i").text(Long.toString(value)).text("e");
    }

    byte[] toBytes() {
      return Arrays.copyOf(out, length);
    }
  }
}
