// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.engine;

import io.fractus.torrents.engine.EngineException.Kind;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.libtorrent4j.TorrentFlags;
import org.libtorrent4j.swig.alert;
import org.libtorrent4j.swig.error_code;
import org.libtorrent4j.swig.libtorrent;
import org.libtorrent4j.swig.listen_failed_alert;
import org.libtorrent4j.swig.listen_succeeded_alert;
import org.libtorrent4j.swig.session_stats_alert;
import org.libtorrent4j.swig.socket_type_t;
import org.libtorrent4j.swig.state_update_alert;
import org.libtorrent4j.swig.torrent_flags_t;
import org.libtorrent4j.swig.torrent_status;
import org.libtorrent4j.swig.torrent_status_vector;

/** What a session answers as a whole: that it listens, its counters, what has changed. */
final class SessionAnswers {
  private final EngineConfig config;
  private final Map<Long, Carried> byId;
  private final int sentMetric = libtorrent.find_metric_idx_ex("net.sent_payload_bytes");
  private final int receivedMetric = libtorrent.find_metric_idx_ex("net.recv_payload_bytes");
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final AtomicReference<@Nullable CompletableFuture<Traffic>> traffic =
      new AtomicReference<>();
  private final AtomicReference<@Nullable CompletableFuture<Void>> update = new AtomicReference<>();

  SessionAnswers(EngineConfig config, Map<Long, Carried> byId) {
    this.config = config;
    this.byId = byId;
  }

  /** Completes with the port when the engine listens, or fails with the reason. */
  CompletableFuture<Integer> port() {
    return port;
  }

  /** The answer to a request for counters that is posted after this call. */
  CompletableFuture<Traffic> nextTraffic() {
    return next(traffic);
  }

  /** The answer to a request for changes that is posted after this call. */
  CompletableFuture<Void> nextUpdate() {
    return next(update);
  }

  private static <T> CompletableFuture<T> next(
      AtomicReference<@Nullable CompletableFuture<T>> reference) {
    CompletableFuture<T> mine = new CompletableFuture<>();
    CompletableFuture<T> waiting = reference.compareAndExchange(null, mine);
    return waiting != null ? waiting : mine;
  }

  /** Takes an alert of the session. Returns whether it was one. */
  boolean accept(int type, alert next) {
    if (type == listen_succeeded_alert.alert_type) {
      listenSucceeded(alert.cast_to_listen_succeeded_alert(next));
    } else if (type == listen_failed_alert.alert_type) {
      listenFailed(alert.cast_to_listen_failed_alert(next));
    } else if (type == session_stats_alert.alert_type) {
      stats(alert.cast_to_session_stats_alert(next));
    } else if (type == state_update_alert.alert_type) {
      updated(alert.cast_to_state_update_alert(next));
    } else {
      return false;
    }
    return true;
  }

  private void listenSucceeded(listen_succeeded_alert alert) {
    if (alert.get_socket_type() == socket_type_t.tcp.swigValue()) {
      port.complete(alert.getPort());
    }
  }

  private void listenFailed(listen_failed_alert alert) {
    if (alert.get_socket_type() == socket_type_t.tcp.swigValue()) {
      error_code error = alert.getError();
      port.completeExceptionally(
          new EngineException(
              Kind.START,
              "cannot listen for peers on "
                  + config.listenInterface()
                  + ": "
                  + error.message()
                  + "; stop what has port "
                  + config.listenPort()
                  + " or choose another"));
    }
  }

  private void stats(session_stats_alert alert) {
    CompletableFuture<Traffic> waiting = traffic.getAndSet(null);
    if (waiting != null) {
      waiting.complete(new Traffic(alert.get_value(sentMetric), alert.get_value(receivedMetric)));
    }
  }

  private void updated(state_update_alert alert) {
    CompletableFuture<Void> waiting = update.getAndSet(null);
    torrent_status_vector changed = alert.getStatus();
    int count = changed.size();
    for (int i = 0; i < count; i++) {
      torrent_status status = changed.get(i);
      Carried carried = byId.get(TorrentAlerts.idOf(status.getHandle()));
      if (carried != null) {
        torrent_flags_t flags = status.getFlags();
        boolean paused = (flags.to_int() & TorrentFlags.PAUSED.to_int()) != 0;
        boolean healthy = status.getIs_seeding() && !paused && !status.getErrc().failed();
        carried.observed(status.getNum_peers(), healthy);
      }
    }
    if (waiting != null) {
      waiting.complete(null);
    }
  }
}
