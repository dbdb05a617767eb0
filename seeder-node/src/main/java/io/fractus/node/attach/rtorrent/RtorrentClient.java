// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.attach.rtorrent;

import io.fractus.node.attach.ClientException;
import io.fractus.node.attach.ClientException.Kind;
import io.fractus.node.attach.ClientFacts;
import io.fractus.node.attach.ClientTorrent;
import io.fractus.node.attach.ClientTorrent.State;
import io.fractus.node.attach.LocalFolder;
import io.fractus.node.attach.Login;
import io.fractus.node.attach.StockClient;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * rTorrent 0.9.x, over XML-RPC: by SCGI to its socket or port, or by HTTP to a web server before
 * it.
 */
public final class RtorrentClient implements StockClient {
  /** What a path may have in it when it is a part of one of its commands. */
  private static final Pattern PLAIN_PATH = Pattern.compile("/[^\"\\\\;,${}\\p{Cntrl}]+");

  private static final Pattern BIT_FILE = Pattern.compile("[0-9a-f]{32}");

  private static final List<String> FIELDS =
      List.of(
          "d.hash=",
          "d.directory=",
          "d.complete=",
          "d.is_active=",
          "d.state=",
          "d.hashing=",
          "d.bytes_done=",
          "d.up.total=",
          "d.down.total=",
          "d.message=");

  private final XmlRpc rpc;
  private final String wantedFolder;
  private String folder = "";

  /**
   * @param url such as {@code scgi:///run/rtorrent/rpc.socket}, {@code scgi://127.0.0.1:5000} or
   *     {@code http://127.0.0.1/RPC2}
   * @param login for HTTP only
   * @param folder where our bits go, or empty for a folder of ours among its downloads
   */
  public RtorrentClient(URI url, Login login, String folder) {
    this.rpc = new XmlRpc(url, login);
    this.wantedFolder = folder;
  }

  @Override
  public ClientFacts prepare() {
    String version = text(rpc.call("system.client_version"));
    String downloads = text(rpc.call("directory.default")).replaceFirst("/+$", "");
    folder = wantedFolder.isEmpty() ? downloads + "/" + LABEL : wantedFolder;
    if (!PLAIN_PATH.matcher(folder).matches()) {
      throw new ClientException(
          Kind.REFUSED, "rtorrent needs an absolute path without signs, not '" + folder + "'");
    }
    List<String> said = new ArrayList<>();
    long slots = number(rpc.call("throttle.max_uploads.global"));
    if (slots > 0) {
      rpc.call("throttle.max_uploads.global.set", "", 0L);
      said.add(
          "throttle.max_uploads.global: " + slots + " -> 0 (else readers wait for each other)");
    }
    return new ClientFacts("rtorrent " + version, port(), folder, said);
  }

  private int port() {
    String[] range = text(rpc.call("network.port_range")).split("-", 2);
    boolean isOne = range.length == 2 && range[0].equals(range[1]);
    return isOne && range[0].matches("\\d{1,5}") ? Integer.parseInt(range[0]) : 0;
  }

  /** What is there already is hashed when it is loaded. */
  @Override
  public void add(BitMetainfo bit, String announce) {
    if (list(List.of(bit.infoHash())).isEmpty()) {
      rpc.call(
          "load.raw_start",
          "",
          bit.toTorrent(announce),
          "d.directory.set=\"" + folder + "\"",
          "d.custom1.set=" + LABEL);
    }
  }

  /** It deletes no files, so it is told to run what does; the path is looked at before. */
  @Override
  public void remove(InfoHash bit) {
    if (list(List.of(bit)).isEmpty()) {
      return;
    }
    String path = text(rpc.call("d.base_path", id(bit)));
    rpc.call("d.erase", id(bit));
    boolean isOurs =
        path.startsWith(folder + "/")
            && BIT_FILE.matcher(path.substring(folder.length() + 1)).matches();
    if (isOurs) {
      rpc.call("execute.throw", "", "rm", "-f", "--", path);
    }
  }

  @Override
  public void recheck(BitMetainfo bit, String announce) {
    rpc.call("d.check_hash", id(bit.infoHash()));
  }

  @Override
  public void start(InfoHash bit) {
    rpc.call("d.open", id(bit));
    rpc.call("d.start", id(bit));
  }

  @Override
  public void announce(InfoHash bit) {
    rpc.call("d.tracker_announce", id(bit));
  }

  private static String id(InfoHash bit) {
    return bit.toString().toUpperCase(Locale.ROOT);
  }

  @Override
  public List<ClientTorrent> list() {
    List<Object> arguments = new ArrayList<>(List.of("", "main"));
    arguments.addAll(FIELDS);
    List<ClientTorrent> torrents = new ArrayList<>();
    if (rpc.call("d.multicall2", arguments.toArray()) instanceof List<?> rows) {
      for (Object row : rows) {
        if (row instanceof List<?> fields && fields.size() == FIELDS.size() && isOurs(fields)) {
          torrents.add(torrent(fields));
        }
      }
    }
    return torrents;
  }

  @Override
  public List<ClientTorrent> list(Collection<InfoHash> bits) {
    Set<InfoHash> wanted = new HashSet<>(bits);
    return list().stream().filter(torrent -> wanted.contains(torrent.bit())).toList();
  }

  private boolean isOurs(List<?> fields) {
    return text(fields.get(1)).replaceFirst("/+$", "").equals(folder);
  }

  private static ClientTorrent torrent(List<?> fields) {
    return new ClientTorrent(
        InfoHash.parse(text(fields.getFirst())),
        state(fields),
        number(fields.get(6)),
        number(fields.get(7)),
        number(fields.get(8)),
        text(fields.get(9)));
  }

  private static State state(List<?> fields) {
    boolean complete = number(fields.get(2)) != 0;
    boolean active = number(fields.get(3)) != 0;
    boolean started = number(fields.get(4)) != 0;
    boolean hashing = number(fields.get(5)) != 0;
    if (hashing) {
      return State.CHECKING;
    }
    if (active) {
      return complete ? State.COMPLETE : State.FETCHING;
    }
    // Started and not active is how it shows an error, with a message.
    return started && !text(fields.get(9)).isEmpty() ? State.BROKEN : State.STOPPED;
  }

  /** It says only where a torrent already is, so the disk is looked at from here. */
  @Override
  public long usableBytes() {
    return new LocalFolder(folder).usableBytes();
  }

  private static String text(Object value) {
    return String.valueOf(value);
  }

  private static long number(Object value) {
    return value instanceof Long number ? number : 0;
  }

  @Override
  public void close() {
    rpc.close();
  }
}
