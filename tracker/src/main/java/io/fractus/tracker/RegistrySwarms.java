// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import io.fractus.protocol.control.CopyState;
import io.fractus.torrents.InfoHash;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.swarm.SwarmSource;
import org.jspecify.annotations.Nullable;

/** Reads who may be in a swarm from the registry. Thread-safe. */
final class RegistrySwarms implements SwarmSource {
  private final Registry registry;

  RegistrySwarms(Registry registry) {
    this.registry = registry;
  }

  @Override
  public @Nullable Members read(InfoHash bit) {
    return registry.read(rows ->
        rows.bits()
            .gateway(bit)
            .map(gateway ->
                new Members(
                    gateway,
                    rows.copies().states(bit).entrySet().stream()
                        .map(copy ->
                            new Member(copy.getKey(), copy.getValue() == CopyState.COMPLETE))
                        .toList()))
            .orElse(null));
  }
}
