// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import io.fractus.platform.DurableFiles;
import io.fractus.protocol.Json;
import io.fractus.protocol.control.TrackerException;
import io.fractus.protocol.layout.Layout;
import io.fractus.protocol.plan.Plan;
import io.fractus.protocol.plan.Target;
import io.fractus.protocol.plan.Wish;
import io.fractus.raid.object.ClassStatus;
import io.fractus.raid.object.StorageClass;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which layouts the storage classes of a gateway have now: those that were set, and for those that
 * ask for nines the one that the tracker's planner chose last, which is on disk. Thread-safe.
 */
final class ClassLayouts {
  private static final Logger log = LoggerFactory.getLogger(ClassLayouts.class);

  private final Path file;
  private final Map<StorageClass, Target> targets;
  private final Layout own;
  private final Function<Target, Plan> planner;
  private final InstantSource clock;
  private final Map<StorageClass, Chosen> chosen = new EnumMap<>(StorageClass.class);

  /** What was chosen, and how it does since this process knows. */
  private record Chosen(Layout layout, Instant since, ClassStatus.State state, String detail) {}

  /** As it is on disk. */
  record Saved(String name, String target, String layout, Instant since) {}

  private ClassLayouts(
      Path file,
      Map<StorageClass, Target> targets,
      Layout own,
      Function<Target, Plan> planner,
      InstantSource clock) {
    this.file = file;
    this.targets = new EnumMap<>(StorageClass.class);
    this.targets.putAll(targets);
    this.own = own;
    this.planner = planner;
    this.clock = clock;
  }

  /**
   * Reads what was chosen before.
   *
   * @param file where choices are remembered; made when there is one
   * @param targets of the classes that are not what they usually are
   * @param own the layout of {@link StorageClass#STANDARD}, and of a class that asks for nines
   *     until a planner has answered
   * @param planner answers what the nodes give, or throws {@link TrackerException}
   * @throws IOException if the file cannot be read
   */
  static ClassLayouts open(
      Path file,
      Map<StorageClass, Target> targets,
      Layout own,
      Function<Target, Plan> planner,
      InstantSource clock)
      throws IOException {
    ClassLayouts layouts = new ClassLayouts(file, targets, own, planner, clock);
    try {
      for (Saved saved : Json.read(Files.readString(file), Saved[].class)) {
        layouts.restore(saved);
      }
    } catch (NoSuchFileException _) {
      log.debug("no layouts were chosen before");
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is damaged: delete it, and layouts are chosen anew", e);
    }
    return layouts;
  }

  /** What was chosen for another target counts for nothing. */
  private void restore(Saved saved) {
    Optional<StorageClass> of = StorageClass.named(saved.name());
    if (of.isPresent()
        && wish(of.get()).isPresent()
        && String.valueOf(targets.get(of.get())).equals(saved.target())) {
      chosen.put(
          of.get(),
          new Chosen(Layout.parse(saved.layout()), saved.since(), ClassStatus.State.UNKNOWN, ""));
    }
  }

  private Optional<Wish> wish(StorageClass of) {
    return targets.get(of) instanceof Target.OfWish target
        ? Optional.of(target.wish())
        : Optional.empty();
  }

  /** The layout of what is put with that class now. */
  synchronized Layout of(StorageClass of) {
    if (targets.get(of) instanceof Target.OfLayout target) {
      return target.layout();
    }
    @Nullable Chosen known = chosen.get(of);
    return known != null
        ? known.layout()
        : wish(of).isPresent() ? own : of.layout().map(Layout::parse).orElse(own);
  }

  /** All classes. */
  synchronized List<ClassStatus> status() {
    return Arrays.stream(StorageClass.values()).map(this::status).toList();
  }

  private ClassStatus status(StorageClass of) {
    String layout = of(of).toString();
    @Nullable Chosen known = chosen.get(of);
    if (wish(of).isEmpty()) {
      return new ClassStatus(of.name(), layout, layout, ClassStatus.State.FIXED, "", null);
    }
    return new ClassStatus(
        of.name(),
        String.valueOf(targets.get(of)),
        layout,
        known == null ? ClassStatus.State.UNKNOWN : known.state(),
        known == null ? "no planner has answered yet" : known.detail(),
        known == null ? null : known.since());
  }

  /** Whether a class asks for nines and has no layout that was chosen for it. */
  synchronized boolean isWaiting() {
    return Arrays.stream(StorageClass.values())
        .anyMatch(of -> wish(of).isPresent() && !chosen.containsKey(of));
  }

  /** Whether a class does not get what it asks for. */
  synchronized boolean isUnmet() {
    return chosen.values().stream().anyMatch(of -> of.state() == ClassStatus.State.UNMET);
  }

  /**
   * Asks the planner for each class that wants nines, and writes down what is new.
   *
   * @throws TrackerException if it does not answer; then all stays as it was
   */
  void refresh() {
    for (StorageClass of : StorageClass.values()) {
      Optional<Wish> wish = wish(of);
      if (wish.isPresent()) {
        refresh(of, wish.get());
      }
    }
  }

  private void refresh(StorageClass of, Wish wish) {
    Optional<Layout> current = current(of);
    Plan plan = planner.apply(new Target.OfWish(wish));
    Plan ofCurrent =
        current
            .map(layout -> planner.apply(new Target.OfLayout(layout)))
            .orElseGet(() -> new Plan(false, List.of(), List.of()));
    Verdict verdict = Verdict.of(wish, current, plan, ofCurrent);
    if (verdict.layout().isEmpty()) {
      log.warn("storage class {} has no layout yet: {}", of, verdict.detail());
      return;
    }
    take(of, verdict, verdict.layout().get());
  }

  private synchronized Optional<Layout> current(StorageClass of) {
    return Optional.ofNullable(chosen.get(of)).map(Chosen::layout);
  }

  private synchronized void take(StorageClass of, Verdict verdict, Layout layout) {
    @Nullable Chosen before = chosen.get(of);
    boolean isNew = before == null || !before.layout().equals(layout);
    Chosen now =
        new Chosen(
            layout,
            isNew || before == null ? clock.instant() : before.since(),
            verdict.isMet() ? ClassStatus.State.MET : ClassStatus.State.UNMET,
            verdict.detail());
    chosen.put(of, now);
    if (isNew) {
      log.info("storage class {} ({}) has layout {} from now on", of, targets.get(of), layout);
      save();
    }
    if (before == null || before.state() != now.state()) {
      if (verdict.isMet()) {
        log.info("storage class {} gets what it asks for: {}", of, targets.get(of));
      } else {
        log.warn(
            "storage class {} asks for {} and gets what comes closest, {}: {}",
            of,
            targets.get(of),
            layout,
            verdict.detail());
      }
    }
  }

  private void save() {
    List<Saved> all = new ArrayList<>();
    chosen.forEach((of, known) ->
        all.add(
            new Saved(
                of.name(),
                String.valueOf(targets.get(of)),
                known.layout().toString(),
                known.since())));
    try {
      DurableFiles.write(file, Json.write(all).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      log.warn("what was chosen is not on disk, and will be chosen anew: {}", e.getMessage());
    }
  }
}
