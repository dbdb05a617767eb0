// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.platform.Database;
import io.fractus.platform.Sql;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.StoreException;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the catalog knows of packs. Writes return once they are on disk. Thread-safe. */
public final class PackCatalog {
  /*
   * A pack is an upload until it is committed with its objects, as an object with stripes of its
   * own is: whatever is killed before that dooms it at the next start. After that it lives as long
   * as anything lies in it.
   */

  private final Database database;

  PackCatalog(Database database) {
    this.database = database;
  }

  /** The stripe of a pack is staged; nobody has been told of it. */
  public void begin(StoredStripe stripe, Instant now) {
    database.write(connection -> {
      StripeTable.insert(connection, stripe);
      return Sql.update(
          connection,
          "INSERT INTO uploads (id, started) VALUES (?, ?)",
          stripe.objectId(),
          now.toEpochMilli());
    });
  }

  /**
   * A pack and the objects in it become what is at their keys, in this order and all at once. An
   * object that its precondition refuses, or whose bucket is gone, leaves a hole.
   *
   * @return for each object what became of it
   */
  public List<Outcome> commit(StoredStripe stripe, List<Entry> entries, Instant now) {
    return database.write(connection -> {
      String packId = stripe.objectId();
      // Counted as if all were let in: so it is empty only when the last has been refused.
      long live = entries.stream().mapToLong(entry -> entry.slot().length()).sum();
      PackTable.insert(
          connection,
          new StoredPack(packId, stripe.layout().toString(), stripe.sealedLength(), live),
          now.toEpochMilli());
      Sql.update(connection, "DELETE FROM uploads WHERE id = ?", packId);
      List<Outcome> outcomes = new ArrayList<>(entries.size());
      for (Entry entry : entries) {
        try {
          ObjectInfo info = Catalog.put(connection, entry.object(), entry.precondition());
          PackTable.insertObject(connection, entry.object().id(), entry.slot());
          outcomes.add(new Outcome(info, Optional.empty()));
        } catch (StoreException e) {
          PackTable.leaveHole(connection, packId, entry.slot().length());
          outcomes.add(new Outcome(entry.object().info(), Optional.of(e)));
        }
      }
      return outcomes;
    });
  }

  /**
   * Objects move into a pack that was begun, each if it is still where it was; what is not leaves a
   * hole. A pack that nothing moved into is doomed, and so are those in which nothing is left.
   *
   * @param to where each of them goes, in the same order
   */
  public void move(
      StoredStripe stripe, List<PackedObject> objects, List<PackSlot> to, Instant now) {
    database.write(connection -> move(connection, stripe, objects, to, now));
  }

  /** Returns the ids of those that moved. */
  static Set<String> move(
      Connection connection,
      StoredStripe stripe,
      List<PackedObject> objects,
      List<PackSlot> to,
      Instant now) {
    String packId = stripe.objectId();
    long live = to.stream().mapToLong(PackSlot::length).sum();
    PackTable.insert(
        connection,
        new StoredPack(packId, stripe.layout().toString(), stripe.sealedLength(), live),
        now.toEpochMilli());
    Set<String> moved = new HashSet<>();
    for (int i = 0; i < objects.size(); i++) {
      if (PackTable.move(connection, objects.get(i), to.get(i))) {
        moved.add(objects.get(i).objectId());
      } else {
        PackTable.leaveHole(connection, packId, to.get(i).length());
      }
    }
    Sql.update(connection, "DELETE FROM uploads WHERE id = ?", packId);
    return moved;
  }

  /**
   * Packs that may be worth rewriting: those with more holes than objects, and those with fewer
   * live bytes than this; of both so many, the emptiest ones.
   */
  public List<StoredPack> candidates(long live, int max) {
    return database.read(connection -> {
      Set<StoredPack> found = new LinkedHashSet<>(PackTable.hollow(connection, max));
      found.addAll(PackTable.below(connection, live, max));
      return List.copyOf(found);
    });
  }

  /** What lies in a pack, from its start to its end. */
  public List<PackedObject> objects(String packId) {
    return database.read(connection -> PackTable.objects(connection, packId));
  }

  /** The stripe of a pack, unless it is gone. */
  public Optional<StoredStripe> stripe(String packId) {
    return database.read(connection -> StripeTable.first(connection, packId));
  }

  public PackTotals totals() {
    return database.read(PackTable::totals);
  }

  /**
   * An object that is to be committed.
   *
   * @param slot where it lies in the pack
   * @param precondition looks at what it would replace, and throws to leave that
   */
  public record Entry(StoredObject object, PackSlot slot, Catalog.Precondition precondition) {}

  /**
   * What became of an object.
   *
   * @param info what it is now
   * @param refused why it is not there, if it is not
   */
  public record Outcome(ObjectInfo info, Optional<StoreException> refused) {}
}
