// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.platform.Database;
import io.fractus.platform.Sql;
import io.fractus.protocol.layout.Layout;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.StorageClass;
import java.sql.Connection;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the catalog knows of objects on their way to another storage class. Writes return once they
 * are on disk. Thread-safe.
 */
public final class TransitionCatalog {
  /*
   * The new bits of stripes are those of a run, which is an upload until it ends: what is killed
   * before that dooms it at the next start. It ends in one transaction in which stripes and run
   * exchange their bits. So objects and parts keep their ids, to which frames are bound, stripes
   * keep their numbers, and a stripe has the bits of one of both layouts, whatever is killed.
   */

  private final Database database;

  TransitionCatalog(Database database) {
    this.database = database;
  }

  /**
   * A stripe that was encoded anew.
   *
   * @param objectId whose: of the object, even if it is a stripe of a part of it
   * @param from as it was seen
   * @param to with its new bits, of the run
   */
  public record Exchange(String objectId, StoredStripe from, StoredStripe to) {}

  /**
   * Where objects go.
   *
   * @param layout that of the class
   */
  public record Target(StorageClass storageClass, Layout layout) {}

  /** A version that was seen and where it lies, unless it is gone, or another is in its place. */
  public Optional<StoredObject> find(ObjectInfo seen) {
    return database.read(connection ->
        ObjectTable.find(connection, seen.key(), seen.version())
            .or(() ->
                VersionTable.find(connection, seen.key(), seen.version())
                    .filter(row -> !row.marker())
                    .map(VersionTable.Row::object))
            .filter(object -> object.info().etag().equals(seen.etag()))
            .filter(object -> object.info().lastModified().equals(seen.lastModified()))
            .map(object -> object.in(PackTable.slot(connection, object.id()))));
  }

  /** A run of new stripes starts. */
  public void begin(String runId, Instant now) {
    database.write(connection ->
        Sql.update(
            connection,
            "INSERT INTO uploads (id, started) VALUES (?, ?)",
            runId,
            now.toEpochMilli()));
  }

  /**
   * A run ends: stripes get its bits, and what they had is doomed. Stripes that are not as they
   * were seen, and those of objects that are gone, stay as they are.
   *
   * @param doomedId under which the old bits are doomed
   * @param ending ids of objects that are of the class with this, if all their stripes are of its
   *     layout
   * @return those of them that are
   */
  public Set<String> end(
      String runId, String doomedId, List<Exchange> exchanges, List<String> ending, Target target) {
    return database.write(connection -> {
      int done = 0;
      for (Exchange exchange : exchanges) {
        done += exchange(connection, exchange, doomedId, done) ? 1 : 0;
      }
      Sql.update(connection, "DELETE FROM uploads WHERE id = ?", runId);
      if (done > 0) {
        Sql.update(connection, "INSERT INTO doomed (id) VALUES (?)", doomedId);
      }
      if (done < exchanges.size()) {
        Sql.update(connection, "INSERT INTO doomed (id) VALUES (?)", runId);
      }
      return end(connection, ending, target);
    });
  }

  /** The same without a run, for objects that are of the layout already. */
  public Set<String> end(List<String> ending, Target target) {
    return database.write(connection -> end(connection, ending, target));
  }

  private static Set<String> end(Connection connection, List<String> ending, Target target) {
    Set<String> ended = new HashSet<>();
    for (String objectId : ending) {
      if (StripeTable.areAll(connection, objectId, target.layout().toString())
          && become(connection, objectId, target)) {
        ended.add(objectId);
      }
    }
    return ended;
  }

  private static boolean exchange(
      Connection connection, Exchange exchange, String doomedId, int number) {
    StoredStripe from = exchange.from();
    StoredStripe to = exchange.to();
    boolean same =
        isThere(connection, exchange.objectId())
            && StripeTable.isOf(
                connection, from.infoHashes().getFirst(), from.objectId(), from.number());
    if (same) {
      StripeTable.giveBits(connection, from.objectId(), from.number(), doomedId, number);
      StripeTable.giveBits(connection, to.objectId(), to.number(), from.objectId(), from.number());
      Sql.update(
          connection,
          "UPDATE stripes SET layout = ? WHERE object_id = ? AND number = ?",
          to.layout().toString(),
          from.objectId(),
          from.number());
      Sql.update(
          connection,
          "DELETE FROM stripes WHERE object_id = ? AND number = ?",
          to.objectId(),
          to.number());
    }
    return same;
  }

  private static boolean isThere(Connection connection, String objectId) {
    return Sql.queryFirst(
            connection,
            "SELECT 1 FROM objects WHERE id = ? UNION ALL SELECT 1 FROM old_versions WHERE id = ?",
            row -> 1,
            objectId,
            objectId)
        .isPresent();
  }

  private static boolean become(Connection connection, String objectId, Target target) {
    int changed = 0;
    for (String table : List.of("objects", "old_versions")) {
      changed +=
          Sql.update(
              connection,
              "UPDATE " + table + " SET storage_class = ?, layout = ? WHERE id = ?",
              target.storageClass().name(),
              target.layout().toString(),
              objectId);
    }
    return changed > 0;
  }

  /**
   * Objects move into a pack of the class that was begun, as {@link PackCatalog#move} has it.
   *
   * @return the ids of those that moved
   */
  public Set<String> move(
      StoredStripe pack,
      List<PackedObject> objects,
      List<PackSlot> to,
      Target target,
      Instant now) {
    return database.write(connection -> {
      Set<String> moved = PackCatalog.move(connection, pack, objects, to, now);
      moved.forEach(objectId -> become(connection, objectId, target));
      return moved;
    });
  }
}
