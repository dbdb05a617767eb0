// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** The members of a cloud as placement sees them now, which makes a node of those it looks at. */
public interface Nodes {
  /** How many nodes are drawn for each that is wanted: seven of eight may be away or full. */
  int DRAWS = 8;

  int size();

  /**
   * The node at a place.
   *
   * @param position from 0 to less than {@link #size()}
   */
  Candidate at(int position);

  Optional<Candidate> find(long node);

  /** All of them: what each decision asks for costs more the larger the cloud is. */
  default List<Candidate> all() {
    List<Candidate> all = new ArrayList<>(size());
    for (int position = 0; position < size(); position++) {
      all.add(at(position));
    }
    return all;
  }

  /** Different nodes that pass, drawn by chance; fewer if most do not. */
  default List<Candidate> draw(int most, Predicate<Candidate> passes, RandomGenerator random) {
    Set<Integer> seen = new LinkedHashSet<>();
    List<Candidate> drawn = new ArrayList<>(most);
    for (int draws = DRAWS * most; draws > 0 && drawn.size() < most; draws--) {
      int position = random.nextInt(size());
      if (seen.add(position)) {
        Candidate node = at(position);
        if (passes.test(node)) {
          drawn.add(node);
        }
      }
    }
    return drawn;
  }

  /** These, for a cloud that is small. */
  static Nodes of(List<Candidate> nodes) {
    return new Nodes() {
      @Override
      public int size() {
        return nodes.size();
      }

      @Override
      public Candidate at(int position) {
        return nodes.get(position);
      }

      @Override
      public Optional<Candidate> find(long node) {
        return nodes.stream().filter(candidate -> candidate.node() == node).findFirst();
      }

      @Override
      public List<Candidate> all() {
        return nodes;
      }
    };
  }
}
