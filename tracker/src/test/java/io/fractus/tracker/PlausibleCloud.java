// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import io.fractus.platform.Secrets;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.JoinReply;
import io.fractus.protocol.control.JoinRequest;
import io.fractus.protocol.control.ReportRequest;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PeerAddress;
import io.fractus.tracker.history.Direction;
import io.fractus.tracker.history.NodeHistory;
import io.fractus.tracker.history.PatientHistory;
import io.fractus.tracker.history.ProbeVerdict;
import io.fractus.tracker.registry.BitRecord;
import io.fractus.tracker.registry.NodeRecord;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.registry.Rows;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * The registry and the history of a cloud that has run for weeks: sixty nodes of all classes on
 * many sites in three regions, which come and go by day and week. Written through the classes that
 * write them in a tracker, with a clock of its own that ends at the present.
 */
final class PlausibleCloud {
  static final int NODES = 60;
  private static final int WEEKS = 3;
  private static final Duration STEP = Duration.ofMinutes(30);
  private static final long GB = 1_000_000_000L;
  private static final int BITS = 900;

  private static final String[] REGIONS = {"north", "river", "coast"};
  private static final String[] SITES = {
    "harbour-lab", "library", "old-mill", "station", "campus-west", "market-street"
  };
  private static final String[] NAMES = {
    "alder", "beech", "cedar", "drift", "ember", "fjord", "glade", "heron", "iris", "juniper"
  };

  /** Classes as often as they are here, with how likely each is up by day and by night. */
  private enum Kind {
    SERVER(0.998, 0.998, 60 << 20),
    OFFICE(0.93, 0.35, 22 << 20),
    LAB(0.9, 0.72, 35 << 20),
    SHOP(0.95, 0.1, 9 << 20),
    HOME(0.6, 0.85, 5 << 20);

    final double day;
    final double night;
    final int bytesPerSecond;

    Kind(double day, double night, int bytesPerSecond) {
      this.day = day;
      this.night = night;
      this.bytesPerSecond = bytesPerSecond;
    }

    String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** A node, and whether it is here at the end. */
  static final class Member {
    final JoinReply identity;
    final JoinRequest request;
    private final Kind kind;
    long key;
    boolean here;

    private Member(JoinReply identity, JoinRequest request, Kind kind) {
      this.identity = identity;
      this.request = request;
      this.kind = kind;
    }
  }

  private final Random random = new Random(17);
  private final List<Member> members = new ArrayList<>();
  private Instant now;

  private PlausibleCloud(Instant end) {
    this.now = end.minus(Duration.ofDays(7L * WEEKS));
  }

  /**
   * Fills the registry of a tracker that is not running.
   *
   * @param directory the tracker's data directory
   * @return the nodes, of which those that are here shall be connected
   */
  static List<Member> fill(Path directory, String cloudId, Instant end) {
    PlausibleCloud cloud = new PlausibleCloud(end);
    try (Registry registry = Registry.open(directory.resolve("registry.db"))) {
      try (NodeHistory history =
          PatientHistory.of(registry, () -> cloud.now, STEP.multipliedBy(2))) {
        cloud.join(registry, cloudId);
        cloud.place(registry, cloudId);
        while (cloud.now.isBefore(end)) {
          cloud.step(registry, history);
          cloud.now = cloud.now.plus(STEP);
        }
        cloud.judge(history);
        history.tick();
      }
    }
    return cloud.members;
  }

  private void join(Registry registry, String cloudId) {
    for (int i = 0; i < NODES; i++) {
      Kind kind = Kind.values()[i < 8 ? 0 : 1 + i % 4];
      int site = kind == Kind.HOME ? SITES.length + i / 5 : i % SITES.length;
      String siteName = site < SITES.length ? SITES[site] : "home-" + (site - SITES.length + 1);
      JoinRequest request =
          new JoinRequest(
              NAMES[i % NAMES.length] + "-" + (i / NAMES.length + 1),
              siteName,
              REGIONS[site % REGIONS.length],
              kind.label(),
              share(kind),
              "10.0." + site + "." + (10 + i),
              6_881,
              "0.1.0");
      JoinReply identity =
          new JoinReply(
              cloudId,
              Secrets.newHex(random, 16),
              Secrets.newToken(random),
              Secrets.newToken(random));
      Member member = new Member(identity, request, kind);
      members.add(member);
      member.key =
          registry.write(rows -> {
            rows.nodes()
                .add(
                    request,
                    new PeerAddress(String.valueOf(request.host()), request.port()),
                    identity.nodeId(),
                    Secrets.fingerprint(identity.token()),
                    Secrets.fingerprint(identity.passkey()),
                    now);
            NodeRecord node = rows.nodes().byNodeId(identity.nodeId()).orElseThrow();
            rows.events().add(node.key(), "joined", null, "from " + request.host(), now);
            return node.key();
          });
    }
  }

  private long share(Kind kind) {
    return switch (kind) {
      case SERVER -> 8 * GB;
      case OFFICE, LAB -> 3 * GB;
      case SHOP -> GB;
      case HOME -> (1 + random.nextInt(3)) * GB;
    };
  }

  /** Bits with three copies each; of the last ones some are on their way, in doubt or wanting. */
  private void place(Registry registry, String cloudId) {
    registry.write(rows -> {
      for (int i = 0; i < BITS; i++) {
        byte[] name = new byte[16];
        byte[] pieces = new byte[16 * 20];
        random.nextBytes(name);
        random.nextBytes(pieces);
        int length = 16 << 20;
        BitMetainfo bit =
            BitMetainfo.create(cloudId, HexFormat.of().formatHex(name), length, 1 << 20, pieces);
        Instant placed = now.plus(Duration.ofMinutes(33L * i));
        BitRecord record = rows.bits().put(bit, 3, new PeerAddress("10.0.0.2", 6_880), placed);
        boolean late = i > BITS - 40;
        int copies = late && random.nextInt(6) == 0 ? 2 : 3;
        int first = random.nextInt(NODES);
        for (int c = 0; c < copies; c++) {
          long node = members.get((first + c * 17) % NODES).key;
          rows.copies().add(record, node, placed);
          CopyState state =
              !late || c == 0 || random.nextInt(4) > 0
                  ? CopyState.COMPLETE
                  : random.nextBoolean() ? CopyState.WANTED : CopyState.SUSPECT;
          rows.copies().set(bit.infoHash(), node, state, placed.plusSeconds(20));
        }
      }
      return null;
    });
  }

  private void step(Registry registry, NodeHistory history) {
    registry.write(rows -> {
      for (Member member : members) {
        move(rows, history, member);
      }
      return null;
    });
    history.tick();
  }

  private void move(Rows rows, NodeHistory history, Member member) {
    boolean up = random.nextDouble() < (member.here ? stay(member) : come(member));
    if (up && !member.here) {
      history.recordChannelOpened(member.key);
      String detail = "serves at " + member.request.host() + ":" + member.request.port();
      rows.events().add(member.key, "online", null, detail, now);
    } else if (!up && member.here) {
      history.recordChannelLost(member.key, now, random.nextInt(4) == 0);
      rows.events().add(member.key, "absent", null, "its channel ended", now);
      rows.nodes().setLastSeen(member.key, now);
    }
    member.here = up;
    if (up) {
      transfers(history, member);
    }
  }

  private double target(Member member) {
    ZonedDateTime local = now.atZone(ZoneOffset.UTC);
    boolean weekend = local.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
    boolean day = local.getHour() >= 8 && local.getHour() < 19;
    boolean atWork = member.kind == Kind.OFFICE || member.kind == Kind.SHOP;
    return day && !(weekend && atWork) ? member.kind.day : member.kind.night;
  }

  /** Nodes stay as they are for a while: these two have the target as their balance. */
  private double stay(Member member) {
    return 1 - (1 - target(member)) * 0.5;
  }

  private double come(Member member) {
    return target(member) * 0.5;
  }

  private void transfers(NodeHistory history, Member member) {
    double busy = 0.5 + 0.4 * Math.sin((now.atZone(ZoneOffset.UTC).getHour() - 9) / 24.0 * 6.283);
    if (random.nextDouble() < busy) {
      long speed = (long) (member.kind.bytesPerSecond * (0.5 + random.nextDouble()));
      long bytes = (4L << 20) + random.nextInt(12 << 20);
      history.recordTransfer(member.key, Direction.UP, bytes, Math.max(1, bytes * 1000 / speed));
      history.recordReport(member.key, ReportRequest.Kind.SERVED, 0, 0);
    }
    if (random.nextInt(6) == 0) {
      long speed = (long) (member.kind.bytesPerSecond * (0.3 + random.nextDouble() * 0.5));
      long bytes = 16L << 20;
      history.recordTransfer(member.key, Direction.DOWN, bytes, bytes * 1000 / speed);
    }
    if (random.nextInt(8) == 0) {
      boolean answers = random.nextInt(30) > 0;
      history.recordProbe(
          member.key,
          answers ? ProbeVerdict.SERVED : ProbeVerdict.UNREACHABLE,
          answers ? 1 << 20 : 0,
          answers ? 40 + random.nextInt(60) : 0);
    }
  }

  /** Some trouble, so that there is something to see. */
  private void judge(NodeHistory history) {
    history.recordAudit(members.get(21).key, false);
    history.recordLostCopies(members.get(33).key, 2);
    history.recordFull(members.get(14).key);
    history.tag(members.get(3).key, "rack-b", "moved to the second rack");
  }
}
