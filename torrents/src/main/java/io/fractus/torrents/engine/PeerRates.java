// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.engine;

import io.fractus.torrents.PeerAddress;
import java.util.ArrayList;
import java.util.List;
import org.libtorrent4j.swig.address;
import org.libtorrent4j.swig.peer_info;
import org.libtorrent4j.swig.peer_info_vector;
import org.libtorrent4j.swig.status_flags_t;
import org.libtorrent4j.swig.tcp_endpoint;
import org.libtorrent4j.swig.torrent_handle;
import org.libtorrent4j.swig.torrent_status;

/** What libtorrent knows of one torrent at this moment. Each call waits for its network thread. */
final class PeerRates {
  private PeerRates() {}

  /** The connections whose handshake is done. */
  static List<PeerRate> of(torrent_handle handle) {
    peer_info_vector infos = new peer_info_vector();
    try {
      handle.get_peer_info(infos);
      int halfOpen = peer_info.connecting.to_int() | peer_info.handshake.to_int();
      List<PeerRate> rates = new ArrayList<>();
      int count = infos.size();
      for (int i = 0; i < count; i++) {
        peer_info info = infos.get(i);
        if ((info.get_flags() & halfOpen) == 0) {
          rates.add(rate(info));
        }
      }
      return rates;
    } finally {
      infos.delete();
    }
  }

  private static PeerRate rate(peer_info info) {
    tcp_endpoint endpoint = info.getIp();
    address host = endpoint.address();
    PeerAddress peer = new PeerAddress(host.to_string(), endpoint.port());
    host.delete();
    return new PeerRate(
        peer,
        info.getPayload_down_speed(),
        info.getPayload_up_speed(),
        info.getTotal_download(),
        info.getTotal_upload(),
        (info.get_flags() & peer_info.seed.to_int()) != 0);
  }

  static Boolean isSeeding(torrent_handle handle) {
    status_flags_t nothingMore = new status_flags_t();
    torrent_status status = handle.status(nothingMore);
    boolean seeding = status.getIs_seeding();
    status.delete();
    nothingMore.delete();
    return seeding;
  }
}
