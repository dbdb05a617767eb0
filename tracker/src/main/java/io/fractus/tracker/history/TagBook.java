// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import io.fractus.tracker.Limits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The tags of a node, and those that changed since they were last written. Not thread-safe. */
final class TagBook {
  /** The {@code until} of a tag that stands. */
  static final long STANDS = -1;

  private final Map<Name, Tag> standing = new HashMap<>();
  private final LinkedHashMap<Row, Tag> changed = new LinkedHashMap<>();
  private int changes;

  private record Name(String tag, String source) {}

  private record Row(String tag, String source, long since) {}

  /**
   * A tag.
   *
   * @param until when it was taken back, or {@link #STANDS}
   */
  record Tag(String tag, String source, long since, long until, String evidence) {}

  /** Takes in a tag that stood when the tracker ended. */
  void load(Tag tag) {
    standing.put(new Name(tag.tag(), tag.source()), tag);
  }

  /**
   * Makes the tags of a source those that shall stand, each with its evidence.
   *
   * @return whether that changed any
   */
  boolean judged(String source, Map<String, String> tags, long now) {
    int before = changes;
    for (Tag tag : List.copyOf(standing.values())) {
      if (tag.source().equals(source) && !tags.containsKey(tag.tag())) {
        takeBack(tag.tag(), source, now);
      }
    }
    tags.forEach((tag, evidence) -> {
      if (!standing.containsKey(new Name(tag, source))) {
        set(tag, source, evidence, now);
      }
    });
    return changes != before;
  }

  /** Sets a tag; one that stands gets the new evidence. */
  void set(String tag, String source, String evidence, long now) {
    Tag before = standing.get(new Name(tag, source));
    Tag set = new Tag(tag, source, before == null ? now : before.since(), STANDS, evidence);
    standing.put(new Name(tag, source), set);
    change(set);
  }

  /** Takes back a tag; returns whether it stood. */
  boolean takeBack(String tag, String source, long now) {
    @Nullable Tag before = standing.remove(new Name(tag, source));
    if (before == null) {
      return false;
    }
    long until = Math.max(now, before.since());
    change(new Tag(tag, source, before.since(), until, before.evidence()));
    return true;
  }

  private void change(Tag tag) {
    changes++;
    changed.put(new Row(tag.tag(), tag.source(), tag.since()), tag);
    if (changed.size() > Limits.CHANGES_UNWRITTEN_MAX) {
      changed.pollFirstEntry();
    }
  }

  /** The words of the tags that stand, in alphabetical order. */
  Set<String> words() {
    Set<String> words = new TreeSet<>();
    standing.values().forEach(tag -> words.add(tag.tag()));
    return words;
  }

  /** The tags that stand from one source. */
  Set<String> words(String source) {
    Set<String> words = new HashSet<>();
    standing.keySet().stream()
        .filter(name -> name.source().equals(source))
        .forEach(name -> words.add(name.tag()));
    return words;
  }

  /** Takes the changes to be written. */
  List<Tag> take() {
    List<Tag> taken = new ArrayList<>(changed.values());
    changed.clear();
    return taken;
  }

  /** What was taken could not be written: it waits again, unless it changed meanwhile. */
  void untake(List<Tag> tags) {
    tags.forEach(tag -> changed.putIfAbsent(new Row(tag.tag(), tag.source(), tag.since()), tag));
  }

  /** The changes that wait. */
  List<Tag> unwritten() {
    return List.copyOf(changed.values());
  }
}
