// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

import io.fractus.platform.Statements;
import java.sql.Connection;

/** The tables of the registry within one transaction. Valid until it ends; not thread-safe. */
public final class Rows {
  private final Connection connection;
  private final NodeRows nodes;
  private final BitRows bits;
  private final CopyRows copies;
  private final EventRows events;
  private final AdminRows admin;
  private final OverviewRows overview;
  private final PasskeyRows passkeys;
  private final DrainRows drains;
  private final RepairRows repairs;
  private final ReleasedRows released;
  private final KeyRows keys;
  private final TokenRows tokens;
  private final AuditRows audits;
  private final DemandRows demand;
  private final MovementRows movement;
  private final PlacedRows placed;

  Rows(Connection connection, Changes changes) {
    this.connection = connection;
    this.nodes = new NodeRows(connection, changes);
    this.bits = new BitRows(connection, changes);
    this.copies = new CopyRows(connection, changes);
    this.events = new EventRows(connection);
    this.admin = new AdminRows(connection, changes);
    this.overview = new OverviewRows(connection);
    this.passkeys = new PasskeyRows(connection, changes);
    this.drains = new DrainRows(connection);
    this.repairs = new RepairRows(connection);
    this.released = new ReleasedRows(connection);
    this.keys = new KeyRows(connection, changes);
    this.tokens = new TokenRows(connection);
    this.audits = new AuditRows(connection);
    this.demand = new DemandRows(connection);
    this.movement = new MovementRows(connection);
    this.placed = new PlacedRows(connection);
  }

  /** For the tables of other rooms in the same file; to be closed by the caller. */
  public Statements statements() {
    return new Statements(connection);
  }

  public NodeRows nodes() {
    return nodes;
  }

  public BitRows bits() {
    return bits;
  }

  public CopyRows copies() {
    return copies;
  }

  public EventRows events() {
    return events;
  }

  public AdminRows admin() {
    return admin;
  }

  public OverviewRows overview() {
    return overview;
  }

  public PasskeyRows passkeys() {
    return passkeys;
  }

  public DrainRows drains() {
    return drains;
  }

  public RepairRows repairs() {
    return repairs;
  }

  public ReleasedRows released() {
    return released;
  }

  public KeyRows keys() {
    return keys;
  }

  public TokenRows tokens() {
    return tokens;
  }

  public PlacedRows placed() {
    return placed;
  }

  public AuditRows audits() {
    return audits;
  }

  public DemandRows demand() {
    return demand;
  }

  public MovementRows movement() {
    return movement;
  }
}
