// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.raid.contact.Contacts;
import io.fractus.raid.memory.MemoryBudget;
import io.fractus.raid.staging.StagingArea;

/**
 * What all reads of a gateway share.
 *
 * @param staging where bits may still be
 * @param sources who holds bits
 * @param contacts how nodes are read from
 * @param shunned who did not answer lately
 * @param hedging how slow ones are got around
 * @param explorer looks whether they are still slow
 * @param reports whom to tell
 * @param memory what the windows of all reads may take together
 * @param pieces what was read lately
 */
public record Readers(
    StagingArea staging,
    Sources sources,
    Contacts contacts,
    Shunned shunned,
    Hedging hedging,
    Explorer explorer,
    Reports reports,
    MemoryBudget memory,
    RecentPieces pieces) {
  /** Without pieces that were read lately: all come from where they are. */
  public Readers(
      StagingArea staging,
      Sources sources,
      Contacts contacts,
      Shunned shunned,
      Hedging hedging,
      Explorer explorer,
      Reports reports,
      MemoryBudget memory) {
    this(
        staging,
        sources,
        contacts,
        shunned,
        hedging,
        explorer,
        reports,
        memory,
        new RecentPieces(0));
  }

  /** The same with memory of their own. */
  public Readers with(MemoryBudget other) {
    return new Readers(
        staging, sources, contacts, shunned, hedging, explorer, reports, other, pieces);
  }
}
