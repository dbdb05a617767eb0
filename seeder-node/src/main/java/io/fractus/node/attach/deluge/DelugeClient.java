// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.attach.deluge;

import io.fractus.node.Limits;
import io.fractus.node.attach.ClientFacts;
import io.fractus.node.attach.ClientTorrent;
import io.fractus.node.attach.ClientTorrent.State;
import io.fractus.node.attach.Login;
import io.fractus.node.attach.StockClient;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Deluge 2.x, over the JSON-RPC of {@code deluge-web}. Torrents are not managed by its queue, so
 * that its limits of active torrents do not count for them.
 */
public final class DelugeClient implements StockClient {
  private static final int FORCED = 0;
  private static final int ENABLED = 1;

  private static final List<String> KEYS =
      List.of(
          "state",
          "save_path",
          "total_done",
          "total_wanted",
          "all_time_download",
          "total_uploaded",
          "message");

  private final DelugeWeb web;
  private final String wantedFolder;
  private String folder = "";
  private String downloads = "";

  /**
   * @param url of its web interface, such as {@code http://127.0.0.1:8112}
   * @param login whose password is that of the web interface
   * @param folder where our bits go, or empty for a folder of ours among its downloads
   */
  public DelugeClient(URI url, Login login, String folder) {
    this.web = new DelugeWeb(url, login);
    this.wantedFolder = folder;
  }

  @Override
  public ClientFacts prepare() {
    web.connect();
    String version = web.call("daemon.get_version").asString("");
    JsonNode now = web.call("core.get_config");
    downloads = now.path("download_location").asString("").replaceFirst("/+$", "");
    folder = wantedFolder.isEmpty() ? downloads + "/" + LABEL : wantedFolder;
    List<String> said = new ArrayList<>();
    Map<String, Object> changes = new LinkedHashMap<>();
    int slots = now.path("max_upload_slots_global").asInt(-1);
    if (slots >= 0) {
      changes.put("max_upload_slots_global", -1);
      said.add("max_upload_slots_global: " + slots + " -> -1 (else readers wait for each other)");
    }
    if (now.path("enc_in_policy").asInt(ENABLED) == FORCED) {
      changes.put("enc_in_policy", ENABLED);
      said.add("enc_in_policy: forced -> enabled (else gateways cannot read from it)");
    }
    if (!changes.isEmpty()) {
      web.call("core.set_config", changes);
    }
    int port = web.call("core.get_listen_port").asInt(0);
    return new ClientFacts("deluge " + version, port, folder, said);
  }

  @Override
  public void add(BitMetainfo bit, String announce) {
    if (!list(List.of(bit.infoHash())).isEmpty()) {
      return;
    }
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("download_location", folder);
    options.put("auto_managed", false);
    options.put("add_paused", false);
    options.put("stop_at_ratio", false);
    options.put("move_completed", false);
    options.put("max_upload_slots", -1);
    options.put("max_connections", -1);
    byte[] torrent = bit.toTorrent(announce);
    web.call(
        "core.add_torrent_file",
        bit.name() + ".torrent",
        Base64.getEncoder().encodeToString(torrent),
        options);
  }

  @Override
  public void remove(InfoHash bit) {
    if (!list(List.of(bit)).isEmpty()) {
      web.call("core.remove_torrent", bit.toString(), true);
    }
  }

  @Override
  public void recheck(BitMetainfo bit, String announce) {
    web.call("core.force_recheck", List.of(bit.infoHash().toString()));
  }

  @Override
  public void start(InfoHash bit) {
    web.call("core.resume_torrent", List.of(bit.toString()));
  }

  @Override
  public void announce(InfoHash bit) {
    web.call("core.force_reannounce", List.of(bit.toString()));
  }

  /** The names first, then the rest in pages: an answer must not grow with the client. */
  @Override
  public List<ClientTorrent> list() {
    List<InfoHash> bits = new ArrayList<>();
    JsonNode all = web.call("core.get_torrents_status", Map.of(), List.of("save_path"));
    for (Map.Entry<String, JsonNode> torrent : all.properties()) {
      if (isOurs(torrent.getValue())) {
        bits.add(InfoHash.parse(torrent.getKey()));
      }
    }
    return list(bits);
  }

  @Override
  public List<ClientTorrent> list(Collection<InfoHash> bits) {
    List<String> ids = bits.stream().map(InfoHash::toString).toList();
    List<ClientTorrent> torrents = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += Limits.CLIENT_PAGE) {
      List<String> page = ids.subList(from, Math.min(ids.size(), from + Limits.CLIENT_PAGE));
      JsonNode some = web.call("core.get_torrents_status", Map.of("id", page), KEYS);
      for (Map.Entry<String, JsonNode> torrent : some.properties()) {
        // Of a torrent that it has not it knows the id and nothing else.
        if (isOurs(torrent.getValue())) {
          torrents.add(torrent(InfoHash.parse(torrent.getKey()), torrent.getValue()));
        }
      }
    }
    return torrents;
  }

  private boolean isOurs(JsonNode torrent) {
    return torrent.path("save_path").asString("").replaceFirst("/+$", "").equals(folder);
  }

  private static ClientTorrent torrent(InfoHash bit, JsonNode torrent) {
    long done = torrent.path("total_done").asLong(0);
    boolean isComplete = done > 0 && done == torrent.path("total_wanted").asLong(-1);
    State state =
        switch (torrent.path("state").asString("")) {
          case "Seeding" -> isComplete ? State.COMPLETE : State.CHECKING;
          case "Downloading" -> State.FETCHING;
          case "Paused", "Queued" -> State.STOPPED;
          case "Error" -> State.BROKEN;
          default -> State.CHECKING;
        };
    return new ClientTorrent(
        bit,
        state,
        done,
        torrent.path("total_uploaded").asLong(0),
        torrent.path("all_time_download").asLong(0),
        torrent.path("message").asString(""));
  }

  /** The folder is not there before the first bit is. */
  @Override
  public long usableBytes() {
    long bytes = web.call("core.get_free_space", folder).asLong(-1);
    return bytes >= 0 ? bytes : web.call("core.get_free_space", downloads).asLong(-1);
  }

  @Override
  public void close() {
    web.close();
  }
}
