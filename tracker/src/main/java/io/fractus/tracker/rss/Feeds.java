// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.rss;

import io.fractus.protocol.control.Problem;
import io.fractus.protocol.control.TrackerException;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.tracker.Limits;
import io.fractus.tracker.passkey.KnownNode;
import io.fractus.tracker.passkey.KnownNodes;
import io.fractus.tracker.registry.BitRecord;
import io.fractus.tracker.registry.FeedItem;
import io.fractus.tracker.registry.Registry;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /rss/<passkey>}: the bits of one stock client, each with its own torrent, whose
 * announce URL has a key for that bit only. A client with a rule for the feed needs nothing else: a
 * bit that is assigned appears, one that is released disappears. Thread-safe.
 */
public final class Feeds {
  private final KnownNodes nodes;
  private final Registry registry;
  private final InstantSource steady;
  private final Supplier<URI> tracker;

  /**
   * @param tracker where clients reach the tracker
   */
  public Feeds(KnownNodes nodes, Registry registry, InstantSource steady, Supplier<URI> tracker) {
    this.nodes = nodes;
    this.registry = registry;
    this.steady = steady;
    this.tracker = tracker;
  }

  /** Adds the routes. */
  public void register(JavalinConfig config) {
    config.routes.get("/rss/{passkey}", this::feed);
    config.routes.get("/torrent/{passkey}/{file}", this::torrent);
  }

  private void feed(Context context) {
    String passkey = context.pathParam("passkey");
    KnownNode node = node(passkey);
    List<FeedItem> items =
        registry.read(rows -> rows.copies().feed(node.key(), Limits.FEED_ITEMS_MAX));
    StringBuilder xml = new StringBuilder(512 + items.size() * 512);
    xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel>\n")
        .append("<title>Fractus: bits of this node</title>\n<link>")
        .append(tracker.get())
        .append("</link>\n<description>What this client keeps for the cloud.</description>\n")
        .append("<ttl>")
        .append(Limits.FEED_TTL.toMinutes())
        .append("</ttl>\n");
    items.forEach(item -> item(xml, item, passkey));
    xml.append("</channel></rss>\n");
    context
        .contentType("application/rss+xml")
        .result(xml.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Nothing in it needs escaping: digits, and a passkey that is known. */
  private void item(StringBuilder xml, FeedItem item, String passkey) {
    String url = tracker.get() + "/torrent/" + passkey + "/" + item.bit() + ".torrent";
    xml.append("<item><title>")
        .append(item.bit())
        .append("</title><guid isPermaLink=\"false\">")
        .append(item.bit())
        .append("</guid><link>")
        .append(url)
        .append("</link><pubDate>")
        .append(DateTimeFormatter.RFC_1123_DATE_TIME.format(item.since().atOffset(ZoneOffset.UTC)))
        .append("</pubDate><enclosure url=\"")
        .append(url)
        .append("\" length=\"")
        .append(item.bytes())
        .append("\" type=\"application/x-bittorrent\"/></item>\n");
  }

  private void torrent(Context context) {
    KnownNode node = node(context.pathParam("passkey"));
    InfoHash bit = bit(context.pathParam("file"));
    Optional<BitMetainfo> metainfo =
        bit == null
            ? Optional.empty()
            : registry.read(rows ->
                rows.copies()
                    .state(bit, node.key())
                    .flatMap(_ -> rows.bits().find(bit))
                    .map(BitRecord::metainfo));
    if (bit == null || metainfo.isEmpty()) {
      throw notFound("no such torrent of this node: look at its feed");
    }
    String announce = tracker.get() + "/announce?passkey=" + nodes.derive(node, bit);
    context
        .contentType("application/x-bittorrent")
        .header("Content-Disposition", "attachment; filename=\"" + bit + ".torrent\"")
        .result(metainfo.get().toTorrent(announce));
  }

  private static @Nullable InfoHash bit(String file) {
    try {
      return InfoHash.parse(file.endsWith(".torrent") ? file.substring(0, 40) : file);
    } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
      return null;
    }
  }

  private KnownNode node(String passkey) {
    KnownNode node = nodes.find(passkey.getBytes(StandardCharsets.UTF_8), null);
    if (node == null) {
      throw notFound("no such feed: ask the operator of the cloud for its URL");
    }
    node.seen(steady.millis());
    return node;
  }

  private static TrackerException notFound(String detail) {
    return new TrackerException(new Problem("not-found", "Not found", 404, detail));
  }
}
