// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.platform.Database;
import io.fractus.platform.Sql;
import io.fractus.torrents.InfoHash;
import java.util.Optional;

/** What a catalog knows of bits by their names. Thread-safe. */
public final class RepairCatalog {
  private final Database database;

  RepairCatalog(Database database) {
    this.database = database;
  }

  /** The stripe that a bit is of, if there is one. */
  public Optional<StoredStripe> stripeOf(InfoHash bit) {
    record Place(String objectId, int stripe) {}

    return database.read(connection ->
        Sql.queryFirst(
                connection,
                "SELECT object_id, stripe FROM bits WHERE info_hash = ?",
                row -> new Place(row.getString(1), row.getInt(2)),
                bit.bytes())
            .flatMap(place -> StripeTable.of(connection, place.objectId(), place.stripe())));
  }

  /**
   * A bit is in the staging area again; returns whether it is still of a stripe.
   *
   * @param bit which
   */
  public boolean restage(InfoHash bit) {
    return database.write(connection ->
        Sql.update(connection, "UPDATE bits SET staged = 1 WHERE info_hash = ?", bit.bytes()) > 0);
  }
}
