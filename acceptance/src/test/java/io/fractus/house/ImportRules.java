// SPDX-License-Identifier: Apache-2.0
package io.fractus.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The rooms of the house and the doors between them, as rules on classes. Stateless. */
final class ImportRules {
  private static final String TORRENTS = "io.fractus.torrents..";
  private static final String PLATFORM = "io.fractus.platform..";
  private static final String PROTOCOL = "io.fractus.protocol..";
  private static final String RAID = "io.fractus.raid..";
  private static final String TRACKER = "io.fractus.tracker..";
  private static final String NODE = "io.fractus.node..";
  private static final String WEB = "io.fractus.web..";
  private static final String BENCH = "io.fractus.bench..";
  private static final String CLI = "io.fractus.cli..";
  private static final String TRACKER_REPAIR = "io.fractus.tracker.repair..";
  private static final String ENGINE = "io.fractus.torrents.engine..";

  /** Each room and the rooms it may import from. */
  private static final Map<String, Set<String>> DOORS =
      new TreeMap<>(
          Map.of(
              TORRENTS, Set.of(),
              PLATFORM, Set.of(),
              PROTOCOL, Set.of(TORRENTS),
              RAID, Set.of(TORRENTS, PLATFORM, PROTOCOL),
              TRACKER, Set.of(TORRENTS, PLATFORM, PROTOCOL),
              NODE, Set.of(TORRENTS, PLATFORM, PROTOCOL),
              WEB, Set.of(TORRENTS, PLATFORM, PROTOCOL, RAID),
              BENCH, Set.of(TORRENTS, PLATFORM, PROTOCOL, RAID),
              CLI, Set.of(TORRENTS, PLATFORM, PROTOCOL, RAID, TRACKER, NODE, WEB, BENCH)));

  private ImportRules() {}

  static Set<String> rooms() {
    return DOORS.keySet();
  }

  /** A room imports only from the rooms that it has a door to. */
  static ArchRule doors(String room) {
    Set<String> closed = new TreeSet<>(DOORS.keySet());
    closed.remove(room);
    closed.removeAll(DOORS.getOrDefault(room, Set.of()));
    return noClasses()
        .that()
        .resideInAPackage(room)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(closed.toArray(String[]::new));
  }

  static ArchRule everyClassIsInARoom() {
    return classes()
        .should()
        .resideInAnyPackage(DOORS.keySet().toArray(String[]::new))
        .because("a new room needs its doors written here");
  }

  static ArchRule webDoesNotKnowTheEngine() {
    return noClasses()
        .that()
        .resideInAPackage(WEB)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ENGINE);
  }

  static ArchRule packagesHaveNoCycles() {
    return SlicesRuleDefinition.slices().assignedFrom(new ByPackage()).should().beFreeOfCycles();
  }

  static ArchRule sqlIsInItsPlace() {
    return noClasses()
        .that(not(resideInAnyPackage(PLATFORM, "..registry..", "..catalog..")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..", "org.flywaydb..");
  }

  /** Benchmarks measure the engine beside bare libtorrent. */
  static ArchRule libtorrentIsInTheEngine() {
    return noClasses()
        .that(not(resideInAnyPackage(ENGINE, BENCH)))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.libtorrent4j..");
  }

  static ArchRule placementIsGivenTimeAndChance() {
    return noClasses()
        .that()
        .resideInAnyPackage(
            "..placement..",
            "..availability..",
            "..plan..",
            "..explain..",
            "..reputation..",
            "..pace..",
            "..demand..",
            "..movement..",
            TRACKER_REPAIR)
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callConstructor(Random.class)
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Clock.class, ThreadLocalRandom.class, UUID.class)
        .because("a simulator runs the very same classes with a clock and a seed of its own");
  }

  /**
   * A slice for each package. The root of a module holds two things: the words that its packages
   * speak, such as its Limits, and what puts the packages together. They are slices of their own,
   * told apart by what they depend on.
   */
  private static final class ByPackage implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      String name = type.getPackageName();
      if (!name.startsWith("io.fractus.")) {
        return SliceIdentifier.ignore();
      }
      if (!name.matches("io\\.fractus\\.[^.]+")) {
        return SliceIdentifier.of(name);
      }
      boolean puttingTogether =
          type.getDirectDependenciesFromSelf().stream()
              .anyMatch(d -> d.getTargetClass().getPackageName().startsWith(name + "."));
      return SliceIdentifier.of(name, puttingTogether ? "whole" : "words");
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }
}
