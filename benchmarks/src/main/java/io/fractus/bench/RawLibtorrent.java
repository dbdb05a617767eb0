// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.engine.NativeLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.libtorrent4j.TorrentFlags;
import org.libtorrent4j.swig.add_torrent_params;
import org.libtorrent4j.swig.address;
import org.libtorrent4j.swig.alert;
import org.libtorrent4j.swig.alert_category_t;
import org.libtorrent4j.swig.alert_ptr_vector;
import org.libtorrent4j.swig.error_code;
import org.libtorrent4j.swig.session;
import org.libtorrent4j.swig.session_params;
import org.libtorrent4j.swig.session_proxy;
import org.libtorrent4j.swig.settings_pack;
import org.libtorrent4j.swig.tcp_endpoint;
import org.libtorrent4j.swig.tcp_endpoint_vector;
import org.libtorrent4j.swig.torrent_checked_alert;
import org.libtorrent4j.swig.torrent_finished_alert;
import org.libtorrent4j.swig.torrent_flags_t;
import org.libtorrent4j.swig.torrent_handle;
import org.libtorrent4j.swig.torrent_info;

/**
 * The floor: a bare libtorrent session, driven by the thread that measures, with the settings of
 * our engine and nothing around it. Not thread-safe.
 */
final class RawLibtorrent implements AutoCloseable {
  /*
   * Written apart from the engine on purpose: a floor that shares code with what stands on it would
   * hide what that code costs. Proxies of finished fetches are kept until close; there are few.
   */
  private static final long WAIT_MS = 1_000;

  private final session lt;
  private final alert_ptr_vector alerts;
  private final List<Object> alive = new ArrayList<>();

  RawLibtorrent() {
    NativeLibrary.load();
    alerts = new alert_ptr_vector();
    settings_pack settings = new settings_pack();
    set(settings, settings_pack.string_types.listen_interfaces, "127.0.0.1:0");
    for (settings_pack.bool_types off :
        List.of(
            settings_pack.bool_types.enable_dht,
            settings_pack.bool_types.enable_lsd,
            settings_pack.bool_types.enable_upnp,
            settings_pack.bool_types.enable_natpmp,
            settings_pack.bool_types.enable_outgoing_utp,
            settings_pack.bool_types.enable_incoming_utp,
            settings_pack.bool_types.smooth_connects)) {
      settings.set_bool(off.swigValue(), false);
    }
    settings.set_bool(settings_pack.bool_types.allow_multiple_connections_per_ip.swigValue(), true);
    set(settings, settings_pack.int_types.unchoke_slots_limit, -1);
    set(settings, settings_pack.int_types.connections_limit, 4_000);
    set(settings, settings_pack.int_types.connection_speed, 500);
    set(settings, settings_pack.int_types.out_enc_policy, 2);
    set(settings, settings_pack.int_types.mixed_mode_algorithm, 0);
    set(settings, settings_pack.int_types.send_buffer_watermark, 3 << 20);
    set(settings, settings_pack.int_types.send_buffer_low_watermark, 512 << 10);
    set(settings, settings_pack.int_types.send_buffer_watermark_factor, 150);
    set(settings, settings_pack.int_types.send_not_sent_low_watermark, 512 << 10);
    set(settings, settings_pack.int_types.max_out_request_queue, 1_500);
    set(settings, settings_pack.int_types.max_queued_disk_bytes, 16 << 20);
    set(settings, settings_pack.int_types.tick_interval, 100);
    alert_category_t mask = alert.error_notification.or_(alert.status_notification);
    set(settings, settings_pack.int_types.alert_mask, mask.to_int());
    session_params params = new session_params(settings);
    params.set_posix_disk_io_constructor();
    lt = new session(params);
    alive.addAll(List.of(settings, params, mask));
  }

  private static void set(settings_pack pack, settings_pack.int_types key, int value) {
    pack.set_int(key.swigValue(), value);
  }

  private static void set(settings_pack pack, settings_pack.string_types key, String value) {
    pack.set_str(key.swigValue(), value);
  }

  int port() {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (lt.listen_port() == 0 && System.nanoTime() < deadline) {
      lt.wait_for_alert_ms(100);
      lt.pop_alerts(alerts);
    }
    return lt.listen_port();
  }

  void seed(BitMetainfo bit, Path directory) {
    add(bit, directory, TorrentFlags.SEED_MODE, 0);
  }

  /** Fetches one bit from a session on loopback; returns when it is complete. */
  void fetch(BitMetainfo bit, Path directory, int port) {
    fetchAll(List.of(bit), directory, port);
  }

  /** Fetches bits at the same time; returns when all are complete. */
  void fetchAll(List<BitMetainfo> bits, Path directory, int port) {
    for (BitMetainfo bit : bits) {
      add(bit, directory, TorrentFlags.PAUSED, port);
    }
    Set<String> missing = bits.stream().map(BitMetainfo::name).collect(Collectors.toSet());
    long deadline = System.nanoTime() + Duration.ofMinutes(5).toNanos();
    while (!missing.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("raw libtorrent did not finish in 5 minutes");
      }
      lt.wait_for_alert_ms(WAIT_MS);
      lt.pop_alerts(alerts);
      int count = alerts.size();
      for (int i = 0; i < count; i++) {
        alert next = alerts.get(i);
        if (next.type() == torrent_checked_alert.alert_type) {
          alert.cast_to_torrent_checked_alert(next).getHandle().resume();
        } else if (next.type() == torrent_finished_alert.alert_type) {
          // Those that are seeded say so too.
          missing.remove(alert.cast_to_torrent_finished_alert(next).torrent_name());
        }
      }
    }
  }

  private void add(BitMetainfo bit, Path directory, torrent_flags_t flags, int port) {
    add_torrent_params params = new add_torrent_params();
    error_code error = new error_code();
    torrent_info info = parse(bit, error);
    params.set_ti(info);
    params.setSave_path(directory.toString());
    params.setFlags(flags);
    alive.addAll(List.of(params, error, info));
    if (port != 0) {
      tcp_endpoint_vector peers = new tcp_endpoint_vector();
      tcp_endpoint peer = new tcp_endpoint(address.from_string("127.0.0.1", error), port);
      peers.add(peer);
      params.setPeers(peers);
      alive.addAll(List.of(peers, peer));
    }
    torrent_handle handle = lt.add_torrent(params, error);
    if (error.failed()) {
      throw new IllegalStateException("raw libtorrent: " + error.message());
    }
    alive.add(handle);
  }

  private static torrent_info parse(BitMetainfo bit, error_code error) {
    byte[] torrent = bit.toTorrent(null);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(torrent.length);
      MemorySegment.copy(torrent, 0, memory, ValueLayout.JAVA_BYTE, 0, torrent.length);
      return new torrent_info(memory.address(), torrent.length, error);
    }
  }

  @Override
  public void close() {
    session_proxy proxy = lt.abort();
    lt.delete();
    proxy.delete();
    alerts.delete();
    alive.clear();
  }
}
