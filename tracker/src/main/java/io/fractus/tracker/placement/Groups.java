// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import io.fractus.tracker.placement.Group.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Which nodes hold stripes together, so that few sets of nodes can lose data. Thread-safe. */
public final class Groups {
  /*
   * If stripes go anywhere, almost every set of nodes that can lose a stripe does lose one once
   * there are many. So stripes of one shape go to groups of nodes. In a group a node sits on a
   * seat, and copies of a bit are on nodes of one seat: a stripe is lost only with all copies on
   * m + 1 seats of one group. A node is in few groups, which bounds with how many others it shares
   * stripes; a seat has some nodes more than a stripe needs, for some of them are away or full.
   *
   * Nothing of it is written down. Groups are made when they are needed and filled as they need it;
   * after a start they are found again from the stripes that there are.
   */

  /**
   * With how many others a node shares stripes of one shape at most, unless one stripe has more: as
   * many as repair a node within hours, and as other stores have found to be enough.
   */
  public static final int SCATTER_MAX = 200;

  /** Groups of a shape that a node is in at most, also if they are small. */
  static final int PER_NODE_MAX = 8;

  /** After how many more wishes it is tried again to found a group: the try costs a long look. */
  private static final int FOUNDED_AGAIN_AFTER = 64;

  private final Memberships memberships = new Memberships();

  /** All of them, by their numbers. */
  private final List<Group> all = new ArrayList<>();

  private final Map<Shape, List<Group>> ofShape = new HashMap<>();
  private final Map<Shape, Integer> notFounding = new HashMap<>();
  private boolean anchorsSeen;
  private long within;
  private long outside;
  private String latest = "";

  /**
   * How it went since the start.
   *
   * @param groups how many groups there are
   * @param within stripes and moves that kept to a group
   * @param outside those that could not, though the cloud is large enough for groups
   * @param latest why the latest of these could not, for people; empty if there is none
   */
  public record Status(int groups, long within, long outside, String latest) {}

  /** A seat of a group. */
  record Bench(Group group, int seat) {}

  public synchronized Status status() {
    return new Status(all.size(), within, outside, latest);
  }

  synchronized void kept() {
    within++;
  }

  synchronized void left(String why) {
    outside++;
    latest = why;
  }

  /** Whether a cloud has so many nodes that the scatter has to be bounded. */
  static boolean isFor(Nodes nodes) {
    return isFor(nodes.size());
  }

  private static boolean isFor(int nodes) {
    return nodes > SCATTER_MAX + 1;
  }

  /** Notes whether any node is an anchor: from then on each bit shall have one. */
  synchronized void look(Collection<Candidate> nodes) {
    anchorsSeen |= nodes.stream().anyMatch(node -> node.merits().isAnchor());
  }

  synchronized boolean hasSeenAnchors() {
    return anchorsSeen;
  }

  /** The groups of a shape that a node is in. */
  synchronized List<Group> of(long node, Shape shape) {
    List<Group> found = new ArrayList<>();
    for (Group group : ofNode(node)) {
      if (group.shape().equals(shape)) {
        found.add(group);
      }
    }
    return found;
  }

  boolean mayJoin(long node, Shape shape) {
    return of(node, shape).size() < shape.groupsMax();
  }

  /** Whether a node may be among the first of a group, and still join another when it is needed. */
  boolean mayFound(long node, Shape shape) {
    return of(node, shape).size() < Math.max(1, shape.groupsMax() - 1);
  }

  /** There are not the nodes for another group. */
  synchronized void cannotFound(Shape shape) {
    notFounding.put(shape, FOUNDED_AGAIN_AFTER);
  }

  /** Whether another group is tried to be founded, which is asked each time that one is wished. */
  synchronized boolean triesFounding(Shape shape) {
    int left = notFounding.getOrDefault(shape, 0);
    if (left > 0) {
      notFounding.put(shape, left - 1);
    }
    return left == 0;
  }

  /** As many groups of a shape as so many nodes can fill. */
  static long most(Shape shape, int nodes) {
    return Math.max(1, (long) nodes * shape.groupsMax() / shape.nodesMax());
  }

  synchronized int count(Shape shape) {
    return ofShape.getOrDefault(shape, List.of()).size();
  }

  /** Any group, by chance. */
  synchronized Optional<Group> any(Shape shape, RandomGenerator random) {
    List<Group> some = ofShape.getOrDefault(shape, List.of());
    return some.isEmpty() ? Optional.empty() : Optional.of(some.get(random.nextInt(some.size())));
  }

  synchronized Group found(Shape shape) {
    Group group = new Group(shape, all.size() + 1);
    all.add(group);
    ofShape.computeIfAbsent(shape, _ -> new ArrayList<>()).add(group);
    return group;
  }

  synchronized void join(Group group, int seat, long node) {
    if (group.seat(node) == Group.NONE) {
      group.add(seat, node);
      memberships.add(node, group.number());
    }
  }

  synchronized void leave(Group group, long node) {
    group.remove(node);
    memberships.remove(node, group.number());
  }

  private List<Group> ofNode(long node) {
    return Arrays.stream(memberships.of(node)).mapToObj(number -> all.get(number - 1)).toList();
  }

  /** With how many others a node shares groups of any shape. */
  public synchronized int scatter(long node) {
    Set<Long> others = new HashSet<>();
    for (Group group : ofNode(node)) {
      for (long member : group.members()) {
        others.add(member);
      }
    }
    others.remove(node);
    return others.size();
  }

  /**
   * Who may hold a bit, for those who choose of them by other rules than placement.
   *
   * @param nodes how many nodes the cloud has
   */
  public Keepers keepers(int nodes, Collection<Long> holders, Set<Long> mates) {
    return new Keepers(this, isFor(nodes) ? bench(holders, mates) : Optional.empty());
  }

  /**
   * Where a copy more of a bit shall be.
   *
   * @param holders nodes that have or had the bit
   * @param mates nodes that have other bits of its stripe
   */
  synchronized Optional<Bench> bench(Collection<Long> holders, Set<Long> mates) {
    Optional<Bench> best = Optional.empty();
    long most = -1;
    for (long holder : holders) {
      for (Group group : ofNode(holder)) {
        long same = mates.stream().filter(mate -> group.seat(mate) != Group.NONE).count();
        if (2 * same >= mates.size() && same > most) {
          most = same;
          best = Optional.of(new Bench(group, group.seat(holder)));
        }
      }
    }
    return best;
  }

  /**
   * The group in which most of a stripe is, and the seat of each of its bits there; none if there
   * is no group with at least half of the stripe.
   */
  synchronized Optional<Seating> seating(List<List<Long>> holders, Shape shape) {
    Set<Group> groups = new LinkedHashSet<>();
    holders.forEach(bit -> bit.forEach(node -> groups.addAll(of(node, shape))));
    Optional<Seating> best = Optional.empty();
    long most = (holders.stream().filter(bit -> !bit.isEmpty()).count() - 1) / 2;
    for (Group group : groups) {
      int[] seats = new int[shape.bits()];
      long seated = seat(group, holders, seats);
      if (seated > most) {
        most = seated;
        best = Optional.of(new Seating(group, seats, node -> mayJoin(node, shape)));
      }
    }
    return best;
  }

  /** Returns how many bits have a seat by one of their holders; the others get those left. */
  private static int seat(Group group, List<List<Long>> holders, int[] seats) {
    boolean[] used = new boolean[seats.length];
    Arrays.fill(seats, Group.NONE);
    int seated = 0;
    for (int bit = 0; bit < seats.length; bit++) {
      for (long holder : holders.get(bit)) {
        int seat = group.seat(holder);
        if (seat != Group.NONE && !used[seat] && seats[bit] == Group.NONE) {
          seats[bit] = seat;
          used[seat] = true;
          seated++;
        }
      }
    }
    int next = 0;
    for (int bit = 0; bit < seats.length; bit++) {
      if (seats[bit] == Group.NONE) {
        while (used[next]) {
          next++;
        }
        seats[bit] = next;
        used[next] = true;
      }
    }
    return seated;
  }

  /**
   * Takes up a stripe that is there, as after a start: its nodes are a group, or of one. A stripe
   * that went outside of groups, or that is older than they are, makes none of nodes that are in as
   * many as they may be; copies in reserve and those for readers are members of none.
   *
   * @param nodes how many nodes the cloud has
   */
  public synchronized void takeUp(List<List<Long>> holders, int copies, int nodes) {
    Shape shape = new Shape(holders.size(), copies);
    Optional<Seating> known = seating(holders, shape);
    boolean isOfGroups =
        count(shape) < most(shape, nodes)
            && holders.stream().flatMap(List::stream).allMatch(node -> mayJoin(node, shape));
    if (known.isEmpty() && !isOfGroups) {
      return;
    }
    Group group = known.flatMap(Seating::group).orElseGet(() -> found(shape));
    for (int bit = 0; bit < holders.size(); bit++) {
      int seat = known.isPresent() ? known.get().seatOfBit(bit) : bit;
      long sitting = holders.get(bit).stream().filter(node -> group.seat(node) == seat).count();
      for (long node : holders.get(bit)) {
        if (sitting < copies && group.hasRoom() && mayJoin(node, shape)) {
          join(group, seat, node);
          sitting++;
        }
      }
    }
  }
}
