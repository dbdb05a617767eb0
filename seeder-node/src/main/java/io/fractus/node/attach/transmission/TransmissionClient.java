// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.attach.transmission;

import io.fractus.node.Limits;
import io.fractus.node.attach.ClientException;
import io.fractus.node.attach.ClientException.Kind;
import io.fractus.node.attach.ClientFacts;
import io.fractus.node.attach.ClientHttp;
import io.fractus.node.attach.ClientTorrent;
import io.fractus.node.attach.ClientTorrent.State;
import io.fractus.node.attach.Login;
import io.fractus.node.attach.StockClient;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Transmission 3.00 to 4.x, over the RPC that all of them have (rpc-version 14 and later).
 *
 * <p>Torrents are started past its queues and without limits of ratio and idleness of their own, so
 * that only two settings of the whole client may have to change.
 */
public final class TransmissionClient implements StockClient {
  private static final String SESSION = "X-Transmission-Session-Id";
  private static final int UNLIMITED = 2;

  private static final List<String> FIELDS =
      List.of(
          "hashString",
          "downloadDir",
          "status",
          "leftUntilDone",
          "haveValid",
          "error",
          "errorString",
          "uploadedEver",
          "downloadedEver");

  private final ClientHttp http;
  private final Login login;
  private final String wantedFolder;
  private String folder = "";
  private String downloads = "";
  private String session = "";

  /**
   * @param url such as {@code http://127.0.0.1:9091/transmission/rpc}; the path may be left out
   * @param folder where our bits go, or empty for a folder of ours among its downloads
   */
  public TransmissionClient(URI url, Login login, String folder) {
    boolean bare = url.getPath() == null || url.getPath().length() <= 1;
    this.http = new ClientHttp(bare ? url.resolve("/transmission/rpc") : url);
    this.login = login;
    this.wantedFolder = folder;
  }

  @Override
  public ClientFacts prepare() {
    JsonNode now = call("session-get", Map.of());
    downloads = now.path("download-dir").asString("");
    folder = wantedFolder.isEmpty() ? downloads + "/" + LABEL : wantedFolder;
    List<String> said = new ArrayList<>();
    Map<String, Object> changes = new LinkedHashMap<>();
    if (now.path("seed-queue-enabled").asBoolean(false)) {
      changes.put("seed-queue-enabled", false);
      said.add("seed-queue-enabled: true -> false (else it seeds some torrents at a time only)");
    }
    if (now.path("encryption").asString("").equals("required")) {
      changes.put("encryption", "preferred");
      said.add("encryption: required -> preferred (else gateways cannot read from it)");
    }
    if (!changes.isEmpty()) {
      call("session-set", changes);
    }
    return new ClientFacts(
        "transmission " + now.path("version").asString("").replaceFirst(" .*", ""),
        now.path("peer-port").asInt(0),
        folder,
        said);
  }

  @Override
  public void add(BitMetainfo bit, String announce) {
    call(
        "torrent-add",
        Map.of(
            "metainfo",
            Base64.getEncoder().encodeToString(bit.toTorrent(announce)),
            "download-dir",
            folder,
            "paused",
            true));
    List<String> ids = List.of(bit.infoHash().toString());
    call(
        "torrent-set",
        Map.of(
            "ids",
            ids,
            "labels",
            List.of(LABEL),
            "seedRatioMode",
            UNLIMITED,
            "seedIdleMode",
            UNLIMITED));
    call("torrent-start-now", Map.of("ids", ids));
  }

  @Override
  public void remove(InfoHash bit) {
    remove(bit, true);
  }

  private void remove(InfoHash bit, boolean withFile) {
    call("torrent-remove", Map.of("ids", List.of(bit.toString()), "delete-local-data", withFile));
  }

  /** It forgets who sent it the bit only with the torrent; what is added anew is hashed. */
  @Override
  public void recheck(BitMetainfo bit, String announce) {
    remove(bit.infoHash(), false);
    add(bit, announce);
  }

  @Override
  public boolean refusesItsSources() {
    return true;
  }

  @Override
  public void start(InfoHash bit) {
    call("torrent-start-now", Map.of("ids", List.of(bit.toString())));
  }

  @Override
  public void announce(InfoHash bit) {
    call("torrent-reannounce", Map.of("ids", List.of(bit.toString())));
  }

  /** The names first, then the rest in pages: an answer must not grow with the client. */
  @Override
  public List<ClientTorrent> list() {
    List<InfoHash> bits = new ArrayList<>();
    Map<String, Object> all = Map.of("fields", List.of("hashString", "downloadDir"));
    for (JsonNode torrent : call("torrent-get", all).path("torrents")) {
      if (isOurs(torrent)) {
        bits.add(InfoHash.parse(torrent.path("hashString").asString("")));
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
      Map<String, Object> asked = Map.of("fields", FIELDS, "ids", page);
      for (JsonNode torrent : call("torrent-get", asked).path("torrents")) {
        if (isOurs(torrent)) {
          torrents.add(torrent(torrent));
        }
      }
    }
    return torrents;
  }

  private boolean isOurs(JsonNode torrent) {
    String directory = torrent.path("downloadDir").asString("");
    return directory.replaceFirst("/+$", "").equals(folder);
  }

  private static ClientTorrent torrent(JsonNode torrent) {
    return new ClientTorrent(
        InfoHash.parse(torrent.path("hashString").asString("")),
        state(torrent),
        torrent.path("haveValid").asLong(0),
        torrent.path("uploadedEver").asLong(0),
        torrent.path("downloadedEver").asLong(0),
        torrent.path("errorString").asString(""));
  }

  private static State state(JsonNode torrent) {
    boolean isComplete = torrent.path("leftUntilDone").asLong(1) == 0;
    int localError = 3;
    if (torrent.path("error").asInt(0) == localError) {
      return State.BROKEN;
    }
    return switch (torrent.path("status").asInt(0)) {
      case 1, 2 -> State.CHECKING;
      case 4 -> State.FETCHING;
      case 6 -> isComplete ? State.COMPLETE : State.FETCHING;
      // Stopped, or waiting in one of its queues.
      default -> State.STOPPED;
    };
  }

  /** The folder is not there before the first bit is. */
  @Override
  public long usableBytes() {
    long bytes = usableBytes(folder);
    return bytes >= 0 ? bytes : usableBytes(downloads);
  }

  private long usableBytes(String path) {
    JsonNode answer = answer("free-space", Map.of("path", path));
    return answer.path("arguments").path("size-bytes").asLong(-1);
  }

  private JsonNode call(String method, Map<String, ?> arguments) {
    JsonNode answer = answer(method, arguments);
    String result = answer.path("result").asString("");
    if (!result.equals("success")) {
      throw new ClientException(Kind.REFUSED, "transmission refuses " + method + ": " + result);
    }
    return answer.path("arguments");
  }

  private JsonNode answer(String method, Map<String, ?> arguments) {
    ClientHttp.Reply reply = send(method, arguments);
    if (reply.status() == 409) {
      session = reply.header(SESSION);
      reply = send(method, arguments);
    }
    return switch (reply.status()) {
      case 200 -> reply.json();
      case 401, 403 ->
          throw new ClientException(
              Kind.DENIED, "transmission answers " + reply.status() + ": check user and password");
      default ->
          throw new ClientException(
              Kind.UNREACHABLE, "transmission answers " + reply.status() + " to " + method);
    };
  }

  private ClientHttp.Reply send(String method, Map<String, ?> arguments) {
    HttpRequest.Builder request =
        http.postJson("", Map.of("method", method, "arguments", arguments));
    if (!session.isEmpty()) {
      request.header(SESSION, session);
    }
    if (!login.isNone()) {
      request.header("Authorization", login.basic());
    }
    return http.send(request);
  }

  @Override
  public void close() {
    http.close();
  }
}
