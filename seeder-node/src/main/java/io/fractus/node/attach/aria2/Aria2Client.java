// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.attach.aria2;

import io.fractus.node.Limits;
import io.fractus.node.attach.ClientException;
import io.fractus.node.attach.ClientException.Kind;
import io.fractus.node.attach.ClientFacts;
import io.fractus.node.attach.ClientHttp;
import io.fractus.node.attach.ClientTorrent;
import io.fractus.node.attach.ClientTorrent.State;
import io.fractus.node.attach.LocalFolder;
import io.fractus.node.attach.Login;
import io.fractus.node.attach.StockClient;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * aria2 1.36 and later, over its JSON-RPC. It has no labels, deletes no files, says nothing of free
 * space and forgets its torrents when it ends: the agent has to be on its machine, deletes the
 * files and gives it its bits again.
 */
public final class Aria2Client implements StockClient {
  /** Torrents that seed count as downloads, too: more than any node has. */
  private static final String DOWNLOADS_MAX = "100000";

  /** In minutes, about twenty years: an owner's limit for all torrents must not end ours. */
  private static final String SEED_TIME = "10000000";

  private static final List<String> KEYS =
      List.of(
          "gid",
          "infoHash",
          "dir",
          "status",
          "completedLength",
          "totalLength",
          "uploadLength",
          "verifyIntegrityPending",
          "verifiedLength",
          "errorMessage");

  private final ClientHttp http;
  private final Login login;
  private final String wantedFolder;
  private final Map<InfoHash, String> gids = new LinkedHashMap<>();
  private String folder = "";

  /**
   * @param url such as {@code http://127.0.0.1:6800/jsonrpc}; the path may be left out
   * @param login whose password is the secret token
   * @param folder where our bits go, or empty for a folder of ours among its downloads
   */
  public Aria2Client(URI url, Login login, String folder) {
    boolean bare = url.getPath() == null || url.getPath().length() <= 1;
    this.http = new ClientHttp(bare ? url.resolve("/jsonrpc") : url);
    this.login = login;
    this.wantedFolder = folder;
  }

  @Override
  public ClientFacts prepare() {
    String version = call("aria2.getVersion").path("version").asString("");
    JsonNode now = call("aria2.getGlobalOption");
    folder = wantedFolder.isEmpty() ? now.path("dir").asString("") + "/" + LABEL : wantedFolder;
    List<String> said = new ArrayList<>();
    String downloads = now.path("max-concurrent-downloads").asString("");
    if (!downloads.equals(DOWNLOADS_MAX)) {
      call("aria2.changeGlobalOption", Map.of("max-concurrent-downloads", DOWNLOADS_MAX));
      said.add(
          "max-concurrent-downloads: %s -> %s (else it seeds some torrents at a time only)"
              .formatted(downloads, DOWNLOADS_MAX));
    }
    return new ClientFacts(
        "aria2 " + version, port(now.path("listen-port").asString("")), folder, said);
  }

  /** It takes one port of a range and does not say which. */
  private static int port(String range) {
    return range.matches("\\d{1,5}") ? Integer.parseInt(range) : 0;
  }

  @Override
  public void add(BitMetainfo bit, String announce) {
    refresh();
    if (gids.containsKey(bit.infoHash())) {
      return;
    }
    Map<String, String> options =
        Map.of(
            "dir",
            folder,
            "seed-ratio",
            "0.0",
            "seed-time",
            SEED_TIME,
            "bt-max-peers",
            "0",
            "check-integrity",
            "true",
            "file-allocation",
            "none",
            "rpc-save-upload-metadata",
            "false");
    byte[] torrent = bit.toTorrent(announce);
    call("aria2.addTorrent", Base64.getEncoder().encodeToString(torrent), List.of(), options);
  }

  /** Returns when it has let go of the file, which then is another's to delete. */
  @Override
  public void remove(InfoHash bit) {
    refresh();
    String gid = gids.remove(bit);
    if (gid == null) {
      return;
    }
    callQuietly("aria2.forceRemove", gid);
    long deadline = System.nanoTime() + Limits.CLIENT_BEGIN_MAX.toNanos();
    while (isRunning(gid) && System.nanoTime() - deadline < 0) {
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ClientException(Kind.UNREACHABLE, "interrupted while aria2 works", e);
      }
    }
    callQuietly("aria2.removeDownloadResult", gid);
  }

  private boolean isRunning(String gid) {
    JsonNode answer = answer("aria2.tellStatus", gid, List.of("status"));
    String status = answer.path("result").path("status").asString("removed");
    return Set.of("active", "waiting", "paused").contains(status);
  }

  /** What is added anew is hashed. */
  @Override
  public void recheck(BitMetainfo bit, String announce) {
    remove(bit.infoHash());
    add(bit, announce);
  }

  @Override
  public void start(InfoHash bit) {
    String gid = gids.get(bit);
    if (gid != null) {
      callQuietly("aria2.unpause", gid);
    }
  }

  /** It cannot be told to, and does so by itself every two minutes while nobody sends. */
  @Override
  public void announce(InfoHash bit) {}

  private void refresh() {
    var _ = list();
  }

  @Override
  public List<ClientTorrent> list() {
    Map<InfoHash, ClientTorrent> torrents = new LinkedHashMap<>();
    gids.clear();
    take(call("aria2.tellActive", KEYS), torrents);
    for (String method : List.of("aria2.tellWaiting", "aria2.tellStopped")) {
      for (int from = 0; ; from += Limits.CLIENT_PAGE) {
        JsonNode page = call(method, from, Limits.CLIENT_PAGE, KEYS);
        take(page, torrents);
        if (page.size() < Limits.CLIENT_PAGE) {
          break;
        }
      }
    }
    return List.copyOf(torrents.values());
  }

  @Override
  public List<ClientTorrent> list(Collection<InfoHash> bits) {
    Set<InfoHash> wanted = new HashSet<>(bits);
    return list().stream().filter(torrent -> wanted.contains(torrent.bit())).toList();
  }

  private void take(JsonNode page, Map<InfoHash, ClientTorrent> torrents) {
    for (JsonNode torrent : page) {
      String hash = torrent.path("infoHash").asString("");
      String status = torrent.path("status").asString("");
      boolean isOver = status.equals("removed") || status.equals("complete");
      if (hash.isEmpty() || isOver || !torrent.path("dir").asString("").equals(folder)) {
        continue;
      }
      InfoHash bit = InfoHash.parse(hash);
      if (gids.putIfAbsent(bit, torrent.path("gid").asString("")) == null) {
        torrents.put(bit, torrent(bit, status, torrent));
      }
    }
  }

  private static ClientTorrent torrent(InfoHash bit, String status, JsonNode torrent) {
    long done = number(torrent, "completedLength");
    boolean checks = torrent.has("verifyIntegrityPending") || torrent.has("verifiedLength");
    boolean isComplete = done > 0 && done == number(torrent, "totalLength");
    State state =
        switch (status) {
          case "active" -> checks ? State.CHECKING : isComplete ? State.COMPLETE : State.FETCHING;
          case "paused" -> State.STOPPED;
          case "error" -> State.BROKEN;
          default -> State.CHECKING;
        };
    return new ClientTorrent(
        bit,
        state,
        done,
        number(torrent, "uploadLength"),
        done,
        torrent.path("errorMessage").asString(""));
  }

  /** Its numbers are texts. */
  private static long number(JsonNode torrent, String key) {
    String text = torrent.path(key).asString("0");
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }

  @Override
  public long usableBytes() {
    return new LocalFolder(folder).usableBytes();
  }

  private JsonNode call(String method, Object... arguments) {
    JsonNode answer = answer(method, arguments);
    if (answer.has("error")) {
      String said = answer.path("error").path("message").asString("");
      boolean denied = said.equals("Unauthorized");
      throw new ClientException(
          denied ? Kind.DENIED : Kind.REFUSED,
          "aria2 refuses " + method + ": " + said + (denied ? ": check the secret" : ""));
    }
    return answer.path("result");
  }

  /** For what may have happened already, and then is refused. */
  private void callQuietly(String method, String gid) {
    var _ = answer(method, gid);
  }

  private JsonNode answer(String method, Object... arguments) {
    List<Object> params = new ArrayList<>();
    if (!login.password().isEmpty()) {
      params.add("token:" + login.password());
    }
    params.addAll(List.of(arguments));
    ClientHttp.Reply reply =
        http.send(
            http.postJson(
                "", Map.of("jsonrpc", "2.0", "id", "fractus", "method", method, "params", params)));
    return reply.json();
  }

  @Override
  public void close() {
    http.close();
  }
}
