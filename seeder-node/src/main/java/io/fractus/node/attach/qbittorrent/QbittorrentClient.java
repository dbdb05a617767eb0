// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.attach.qbittorrent;

import io.fractus.node.Limits;
import io.fractus.node.attach.ClientException;
import io.fractus.node.attach.ClientException.Kind;
import io.fractus.node.attach.ClientFacts;
import io.fractus.node.attach.ClientTorrent;
import io.fractus.node.attach.ClientTorrent.State;
import io.fractus.node.attach.Login;
import io.fractus.node.attach.StockClient;
import io.fractus.protocol.Json;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * qBittorrent 4.4 to 5.x, over its web API v2.
 *
 * <p>Torrents are forced, which takes them past its queue, and have no limits of ratio and time of
 * their own, so that only what all torrents share may have to change.
 */
public final class QbittorrentClient implements StockClient {
  private static final Pattern FREE = Pattern.compile("\"free_space_on_disk\":\\s*(\\d+)");

  /** Hashes in the query of a URL: 100 of them are 4.3 KB. */
  private static final int HASHES_PER_QUERY = 100;

  private final WebApi api;
  private final String wantedFolder;
  private String folder = "";
  private long rid;
  private long free;

  /**
   * @param url such as {@code http://127.0.0.1:8080}
   * @param folder where our bits go, or empty for a folder of ours among its downloads
   */
  public QbittorrentClient(URI url, Login login, String folder) {
    this.api = new WebApi(url, login);
    this.wantedFolder = folder;
  }

  @Override
  public ClientFacts prepare() {
    String version = api.get("app/version");
    JsonNode now = api.getJson("app/preferences");
    String downloads = now.path("save_path").asString("").replaceFirst("/+$", "");
    folder = wantedFolder.isEmpty() ? downloads + "/" + LABEL : wantedFolder;
    rid = 0;
    List<String> said = new ArrayList<>();
    Map<String, Object> changes = new LinkedHashMap<>();
    for (Wish wish : Wish.ALL) {
      if (wish.isUnmet(now)) {
        changes.put(wish.key(), wish.value());
        said.add(
            "%s: %s -> %s (%s)"
                .formatted(wish.key(), now.path(wish.key()), wish.value(), wish.reason()));
      }
    }
    if (!changes.isEmpty()) {
      api.post("app/setPreferences", Map.of("json", Json.write(changes)));
    }
    api.postQuietly("torrents/createCategory", Map.of("category", LABEL, "savePath", folder));
    return new ClientFacts(
        "qbittorrent " + version.replaceFirst("^v", ""),
        now.path("listen_port").asInt(0),
        folder,
        said);
  }

  @Override
  public void add(BitMetainfo bit, String announce) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("savepath", folder);
    fields.put("category", LABEL);
    fields.put("autoTMM", "false");
    fields.put("useDownloadPath", "false");
    fields.put("contentLayout", "NoSubfolder");
    fields.put("stopCondition", "None");
    fields.put("ratioLimit", "-1");
    fields.put("seedingTimeLimit", "-1");
    fields.put("inactiveSeedingTimeLimit", "-1");
    // The first for 4.x, the second for 5.x.
    fields.put("paused", "false");
    fields.put("stopped", "false");
    api.upload("torrents/add", fields, bit.toTorrent(announce));
    awaitListed(bit.infoHash());
    start(bit.infoHash());
  }

  /** It answers before it has added; what it does not list it cannot be told anything about. */
  private void awaitListed(InfoHash bit) {
    long deadline = System.nanoTime() + Limits.CLIENT_BEGIN_MAX.toNanos();
    while (list(List.of(bit)).isEmpty()) {
      if (System.nanoTime() - deadline > 0) {
        throw new ClientException(
            Kind.REFUSED, "qbittorrent took " + bit + " and does not have it in " + folder);
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ClientException(Kind.UNREACHABLE, "interrupted while qbittorrent works", e);
      }
    }
  }

  @Override
  public void remove(InfoHash bit) {
    api.post("torrents/delete", Map.of("hashes", bit.toString(), "deleteFiles", "true"));
  }

  @Override
  public void recheck(BitMetainfo bit, String announce) {
    api.post("torrents/recheck", Map.of("hashes", bit.infoHash().toString()));
  }

  @Override
  public void start(InfoHash bit) {
    api.post("torrents/setForceStart", Map.of("hashes", bit.toString(), "value", "true"));
  }

  @Override
  public void announce(InfoHash bit) {
    api.post("torrents/reannounce", Map.of("hashes", bit.toString()));
  }

  @Override
  public List<ClientTorrent> list() {
    List<ClientTorrent> torrents = new ArrayList<>();
    for (int from = 0; ; from += Limits.CLIENT_PAGE) {
      String page = "&sort=hash&limit=" + Limits.CLIENT_PAGE + "&offset=" + from;
      int listed = list("category=" + LABEL + page, torrents);
      if (listed < Limits.CLIENT_PAGE) {
        return torrents;
      }
    }
  }

  @Override
  public List<ClientTorrent> list(Collection<InfoHash> bits) {
    List<InfoHash> all = List.copyOf(bits);
    List<ClientTorrent> torrents = new ArrayList<>();
    for (int from = 0; from < all.size(); from += HASHES_PER_QUERY) {
      List<InfoHash> some = all.subList(from, Math.min(all.size(), from + HASHES_PER_QUERY));
      String hashes = some.stream().map(InfoHash::toString).collect(Collectors.joining("%7C"));
      list("hashes=" + hashes, torrents);
    }
    return torrents;
  }

  private int list(String query, List<ClientTorrent> into) {
    JsonNode page = api.getJson("torrents/info?" + query);
    for (JsonNode torrent : page) {
      String path = torrent.path("save_path").asString("").replaceFirst("/+$", "");
      if (path.equals(folder)) {
        into.add(torrent(torrent));
      }
    }
    return page.size();
  }

  private static ClientTorrent torrent(JsonNode torrent) {
    String said = torrent.path("state").asString("");
    return new ClientTorrent(
        InfoHash.parse(torrent.path("hash").asString("")),
        state(said),
        torrent.path("completed").asLong(0),
        torrent.path("uploaded").asLong(0),
        torrent.path("downloaded").asLong(0),
        said);
  }

  private static State state(String said) {
    return switch (said) {
      case "uploading", "stalledUP", "forcedUP" -> State.COMPLETE;
      case "downloading", "stalledDL", "forcedDL", "metaDL", "forcedMetaDL" -> State.FETCHING;
      case "error", "missingFiles" -> State.BROKEN;
      case "pausedUP", "pausedDL", "stoppedUP", "stoppedDL", "queuedUP", "queuedDL" ->
          State.STOPPED;
      // Checking in its several forms, moving, allocating, and what a later version may say.
      default -> State.CHECKING;
    };
  }

  /** Of the disk of its downloads: it says no other. The first answer lists all, later ones not. */
  @Override
  public long usableBytes() {
    String answer = api.get("sync/maindata?rid=" + rid);
    Matcher said = FREE.matcher(answer);
    rid = WebApi.rid(answer);
    if (said.find()) {
      free = Long.parseLong(said.group(1));
    }
    // It looks in its own time, and says 0 before.
    return free > 0 ? free : Long.MAX_VALUE;
  }

  @Override
  public void close() {
    api.close();
  }
}
