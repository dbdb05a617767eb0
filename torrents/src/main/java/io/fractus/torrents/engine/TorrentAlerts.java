// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.engine;

import io.fractus.torrents.engine.Carried.State;
import io.fractus.torrents.engine.EngineException.Kind;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.libtorrent4j.swig.alert;
import org.libtorrent4j.swig.alerts_dropped_alert;
import org.libtorrent4j.swig.cache_flushed_alert;
import org.libtorrent4j.swig.client_data_t;
import org.libtorrent4j.swig.file_error_alert;
import org.libtorrent4j.swig.piece_finished_alert;
import org.libtorrent4j.swig.state_changed_alert;
import org.libtorrent4j.swig.torrent_alert;
import org.libtorrent4j.swig.torrent_checked_alert;
import org.libtorrent4j.swig.torrent_error_alert;
import org.libtorrent4j.swig.torrent_finished_alert;
import org.libtorrent4j.swig.torrent_handle;
import org.libtorrent4j.swig.torrent_removed_alert;
import org.libtorrent4j.swig.torrent_status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What libtorrent says of single torrents, turned into steps of {@link Carried}. */
final class TorrentAlerts {
  private static final Logger log = LoggerFactory.getLogger(TorrentAlerts.class);

  private final Map<Long, Carried> byId;
  private final BiConsumer<Carried, EngineException> fail;
  private final Consumer<Carried> forget;

  /**
   * @param fail ends a fetch with a reason
   * @param forget called when the engine has let go of a torrent
   */
  TorrentAlerts(
      Map<Long, Carried> byId,
      BiConsumer<Carried, EngineException> fail,
      Consumer<Carried> forget) {
    this.byId = byId;
    this.fail = fail;
    this.forget = forget;
  }

  /** The id that a torrent was added with, or 0 if it is gone. */
  static long idOf(torrent_handle handle) {
    client_data_t data = handle.userdata();
    long id = data.get();
    data.delete();
    return id;
  }

  void accept(int type, alert next) {
    if (type == piece_finished_alert.alert_type) {
      pieceFinished(alert.cast_to_piece_finished_alert(next));
    } else if (type == torrent_checked_alert.alert_type) {
      checked(alert.cast_to_torrent_checked_alert(next));
    } else if (type == torrent_finished_alert.alert_type) {
      finished(alert.cast_to_torrent_finished_alert(next));
    } else if (type == state_changed_alert.alert_type) {
      stateChanged(alert.cast_to_state_changed_alert(next));
    } else if (type == cache_flushed_alert.alert_type) {
      flushed(alert.cast_to_cache_flushed_alert(next));
    } else if (type == torrent_removed_alert.alert_type) {
      removed(alert.cast_to_torrent_removed_alert(next));
    } else if (type == file_error_alert.alert_type) {
      broken(alert.cast_to_file_error_alert(next));
    } else if (type == torrent_error_alert.alert_type) {
      broken(alert.cast_to_torrent_error_alert(next));
    } else if (type == alerts_dropped_alert.alert_type) {
      log.warn("libtorrent dropped alerts, fetches may end at their deadlines");
    }
  }

  private @Nullable Carried find(torrent_alert alert) {
    return byId.get(idOf(alert.getHandle()));
  }

  private void pieceFinished(piece_finished_alert alert) {
    Carried carried = find(alert);
    NativeFetch fetch = carried == null ? null : carried.fetch();
    if (carried != null && fetch != null && carried.state() == State.FETCHING) {
      fetch.verified(carried.bit().pieceLength(alert.getPiece_index()));
    }
  }

  private void checked(torrent_checked_alert alert) {
    Carried carried = find(alert);
    if (carried == null) {
      return;
    }
    if (carried.fetch() != null) {
      alert.getHandle().resume();
    }
    carried.ready().complete(null);
  }

  /** A file that is found complete turns seeding without ever being finished. */
  private void stateChanged(state_changed_alert alert) {
    if (alert.getState() == torrent_status.state_t.seeding) {
      finished(alert);
    }
  }

  private void finished(torrent_alert alert) {
    Carried carried = find(alert);
    if (carried != null && carried.advance(State.FETCHING, State.FLUSHING)) {
      alert.getHandle().flush_cache();
    }
  }

  private void flushed(cache_flushed_alert alert) {
    Carried carried = find(alert);
    if (carried != null && carried.advance(State.FLUSHING, State.SEEDING)) {
      NativeFetch fetch = carried.fetch();
      if (fetch != null) {
        fetch.succeed();
      }
    }
  }

  private void removed(torrent_removed_alert alert) {
    client_data_t data = alert.getUserdata();
    Carried carried = byId.get(data.get());
    if (carried != null) {
      forget.accept(carried);
    }
  }

  private void broken(torrent_alert alert) {
    Carried carried = find(alert);
    if (carried == null) {
      return;
    }
    EngineException reason =
        new EngineException(
            Kind.DISK, "the file of " + carried.bit() + " cannot be used: " + alert.message());
    if (carried.state() == State.SEEDING) {
      // A peer that waits for a block which cannot be read would wait for its own timeout.
      alert.getHandle().pause();
      if (carried.broke()) {
        log.warn("{}", reason.getMessage());
      }
    } else {
      carried.ready().completeExceptionally(reason);
      fail.accept(carried, reason);
    }
  }
}
