// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.swarm;

import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where swarms are read from. May block. */
@FunctionalInterface
public interface SwarmSource {

  /** Who may hold or fetch a bit, or null if there is no such bit. */
  @Nullable Members read(InfoHash bit);

  /**
   * Those who may be in a swarm.
   *
   * @param gateway stages the bit, so that the first node can fetch it
   * @param members the nodes that hold it or shall
   */
  record Members(PeerAddress gateway, List<Member> members) {}

  /**
   * A node that holds a bit or shall.
   *
   * @param node its key
   * @param holds whether the registry has its copy as complete
   */
  record Member(long node, boolean holds) {}
}
