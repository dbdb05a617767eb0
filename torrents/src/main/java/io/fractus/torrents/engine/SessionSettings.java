// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.engine;

import io.fractus.torrents.Limits;
import org.libtorrent4j.swig.alert;
import org.libtorrent4j.swig.alert_category_t;
import org.libtorrent4j.swig.settings_pack;
import org.libtorrent4j.swig.settings_pack.bandwidth_mixed_algo_t;
import org.libtorrent4j.swig.settings_pack.bool_types;
import org.libtorrent4j.swig.settings_pack.enc_policy;
import org.libtorrent4j.swig.settings_pack.int_types;
import org.libtorrent4j.swig.settings_pack.string_types;

/** libtorrent's settings for many small private torrents whose peers are known. */
final class SessionSettings {
  /*
   * What they buy: peers are unchoked at once (no slots), nothing but TCP is tried, nothing but the
   * given peers and the tracker is asked, a failed peer is tried again after a second, and the send
   * buffer holds many blocks, so that one peer is enough to fill the line. A fetch of 4 MiB on
   * loopback takes 20 ms with them and 140 ms without.
   */
  private final settings_pack pack = new settings_pack();

  private SessionSettings() {}

  /** A new pack, which the caller must delete. */
  static settings_pack of(EngineConfig config) {
    SessionSettings settings = new SessionSettings();
    settings.listening(config);
    settings.connecting();
    settings.serving();
    settings.quiet();
    settings.set(int_types.upload_rate_limit, config.uploadRateMax());
    settings.set(int_types.download_rate_limit, config.downloadRateMax());
    return settings.pack;
  }

  private void listening(EngineConfig config) {
    set(string_types.listen_interfaces, config.listenInterface());
    // Without these two a port that is taken becomes another one without a word.
    set(int_types.max_retry_port_bind, 0);
    set(bool_types.listen_system_port_fallback, false);
    set(int_types.listen_queue_size, 200);
    set(int_types.connections_limit, config.connectionsMax());
    set(bool_types.allow_multiple_connections_per_ip, true);
    set(bool_types.enable_dht, false);
    set(bool_types.enable_lsd, false);
    set(bool_types.enable_upnp, false);
    set(bool_types.enable_natpmp, false);
  }

  private void connecting() {
    set(bool_types.enable_outgoing_utp, false);
    set(bool_types.enable_incoming_utp, false);
    set(int_types.mixed_mode_algorithm, bandwidth_mixed_algo_t.prefer_tcp.swigValue());
    set(int_types.out_enc_policy, enc_policy.pe_disabled.swigValue());
    set(int_types.in_enc_policy, enc_policy.pe_enabled.swigValue());
    set(bool_types.smooth_connects, false);
    set(int_types.connection_speed, 500);
    set(int_types.torrent_connect_boost, 16);
    set(int_types.peer_connect_timeout, 3);
    set(int_types.handshake_timeout, 5);
    set(int_types.min_reconnect_time, 1);
    set(int_types.max_failcount, 20);
    set(int_types.request_timeout, 5);
    set(int_types.piece_timeout, 3);
    set(int_types.max_peerlist_size, 100);
    set(int_types.max_paused_peerlist_size, 100);
    set(int_types.num_want, 16);
  }

  private void serving() {
    set(int_types.unchoke_slots_limit, -1);
    set(int_types.max_out_request_queue, 1_500);
    set(int_types.send_buffer_watermark, 3 << 20);
    set(int_types.send_buffer_low_watermark, 512 << 10);
    set(int_types.send_buffer_watermark_factor, 150);
    set(int_types.send_not_sent_low_watermark, 512 << 10);
    set(int_types.max_queued_disk_bytes, 16 << 20);
    set(int_types.tick_interval, 100);
    // Who wants a bit comes for it. Some clients take whoever connects with all of it for a seed,
    // and refuse its whole address from then on: a gateway that did so could not read from them.
    set(bool_types.seeding_outgoing_connections, false);
    set(int_types.active_limit, -1);
    set(int_types.active_seeds, -1);
    set(int_types.active_tracker_limit, -1);
  }

  private void quiet() {
    set(string_types.user_agent, "Fractus/0.1");
    set(string_types.peer_fingerprint, "-FR0001-");
    set(int_types.max_concurrent_http_announces, 200);
    set(int_types.stop_tracker_timeout, 1);
    set(int_types.alert_queue_size, Limits.ALERTS_MAX);
    alert_category_t mask =
        alert
            .error_notification
            .or_(alert.status_notification)
            .or_(alert.storage_notification)
            .or_(alert.piece_progress_notification);
    set(int_types.alert_mask, mask.to_int());
    mask.delete();
  }

  private void set(int_types key, int value) {
    pack.set_int(key.swigValue(), value);
  }

  private void set(bool_types key, boolean value) {
    pack.set_bool(key.swigValue(), value);
  }

  private void set(string_types key, String value) {
    pack.set_str(key.swigValue(), value);
  }
}
