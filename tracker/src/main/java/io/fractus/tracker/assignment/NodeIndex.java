// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.tracker.registry.NodeSpace;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.registry.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the members are and what space they have, as the registry has it: kept in memory, at some
 * 40 bytes a node. Used within writes of the registry only, whose thread tells it what changed.
 */
public final class NodeIndex {
  /*
   * A decision must see all decisions before it, those among them that are not on disk yet. The
   * registry tells at once which nodes a transaction changes, and tells it again when that is
   * undone; such nodes are read again, within the transaction that asks next. So what is here is
   * always what reading all nodes would find, and costs a read for each node that changed.
   */

  static final int ABSENT = -1;

  private static final int PAGE = 4_096;
  private static final int ROOM_AT_START = 64;
  private static final int SECONDS_PER_MINUTE = 60;

  private long[] keys = new long[ROOM_AT_START];
  private long[] shares = new long[ROOM_AT_START];
  private long[] used = new long[ROOM_AT_START];
  private int[] joinedMinutes = new int[ROOM_AT_START];
  private int[] placeOf = new int[ROOM_AT_START];
  private int size;
  private final List<Place> places = new ArrayList<>();
  private final Map<Place, Integer> knownPlaces = new HashMap<>();
  private final Set<Long> closed = new HashSet<>();
  private final Set<Long> changed = new HashSet<>();
  private boolean isRead;

  /** Where nodes are and of which class: many are alike. */
  record Place(String site, String region, String nodeClass) {}

  /** The space of all members, and what of it is in use. */
  record Total(long shareBytes, long usedBytes) {}

  /** An index of a registry, which tells it what changes. */
  public static NodeIndex of(Registry registry) {
    NodeIndex index = new NodeIndex();
    registry.onLoad(index::changed);
    return index;
  }

  private synchronized void changed(long node) {
    if (isRead) {
      changed.add(node);
    }
  }

  /**
   * Reads all nodes when it is asked for the first time, and later those that changed.
   *
   * @return those
   */
  public synchronized Set<Long> refresh(Rows rows) {
    if (!isRead) {
      readAll(rows);
      isRead = true;
    }
    if (changed.isEmpty()) {
      return Set.of();
    }
    Set<Long> read = Set.copyOf(changed);
    for (long node : read) {
      rows.nodes().space(node).ifPresentOrElse(this::put, () -> remove(node));
    }
    changed.clear();
    return read;
  }

  private void readAll(Rows rows) {
    long last = 0;
    while (true) {
      List<NodeSpace> page = rows.nodes().spaces(last, PAGE);
      page.forEach(this::put);
      if (page.size() < PAGE) {
        return;
      }
      last = page.getLast().node();
    }
  }

  private void put(NodeSpace node) {
    int position = Arrays.binarySearch(keys, 0, size, node.node());
    if (position < 0) {
      position = -position - 1;
      insert(position);
    }
    keys[position] = node.node();
    shares[position] = node.shareBytes();
    used[position] = node.usedBytes();
    joinedMinutes[position] = (int) (node.joined().getEpochSecond() / SECONDS_PER_MINUTE);
    Place place = new Place(node.site(), node.region().intern(), node.nodeClass().intern());
    placeOf[position] =
        knownPlaces.computeIfAbsent(
            place,
            _ -> {
              places.add(place);
              return places.size() - 1;
            });
    if (node.closed()) {
      closed.add(node.node());
    } else {
      closed.remove(node.node());
    }
  }

  private void insert(int position) {
    if (size == keys.length) {
      int room = size + size / 8;
      keys = Arrays.copyOf(keys, room);
      shares = Arrays.copyOf(shares, room);
      used = Arrays.copyOf(used, room);
      joinedMinutes = Arrays.copyOf(joinedMinutes, room);
      placeOf = Arrays.copyOf(placeOf, room);
    }
    shift(position, position + 1);
    size++;
  }

  private void remove(long node) {
    closed.remove(node);
    int position = Arrays.binarySearch(keys, 0, size, node);
    if (position >= 0) {
      shift(position + 1, position);
      size--;
    }
  }

  private void shift(int from, int to) {
    int count = size - from;
    System.arraycopy(keys, from, keys, to, count);
    System.arraycopy(shares, from, shares, to, count);
    System.arraycopy(used, from, used, to, count);
    System.arraycopy(joinedMinutes, from, joinedMinutes, to, count);
    System.arraycopy(placeOf, from, placeOf, to, count);
  }

  /** How many members there are. */
  public synchronized int size() {
    return size;
  }

  /** Where a member is in here, or {@link #ABSENT}. */
  synchronized int position(long node) {
    int position = Arrays.binarySearch(keys, 0, size, node);
    return position < 0 ? ABSENT : position;
  }

  /** The member at a position. */
  public synchronized NodeSpace at(int position) {
    if (position >= size) {
      throw new IndexOutOfBoundsException(position);
    }
    Place place = places.get(placeOf[position]);
    return new NodeSpace(
        keys[position],
        place.site(),
        place.region(),
        place.nodeClass(),
        shares[position],
        used[position],
        Instant.ofEpochSecond((long) joinedMinutes[position] * SECONDS_PER_MINUTE),
        closed.contains(keys[position]));
  }

  /** What all members have together. */
  synchronized Total total() {
    return new Total(Arrays.stream(shares, 0, size).sum(), Arrays.stream(used, 0, size).sum());
  }

  /** Nodes that get no new copies. */
  synchronized Set<Long> closed() {
    return Set.copyOf(closed);
  }
}
