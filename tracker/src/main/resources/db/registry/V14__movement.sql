-- How often bits are read. The time is that of the book which counts it: for how long trackers of
-- this registry have counted, so that no clock that is set makes reads older.
CREATE TABLE demand (
  bit_id BIGINT PRIMARY KEY REFERENCES bits (id) ON DELETE CASCADE,
  reads REAL NOT NULL,
  doubt REAL NOT NULL,
  at BIGINT NOT NULL
);
CREATE TABLE demand_book (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  at BIGINT NOT NULL,
  floor REAL NOT NULL
);

-- Copies that bits may have beyond those wanted, for the sake of their readers.
CREATE TABLE extras (
  bit_id BIGINT PRIMARY KEY REFERENCES bits (id) ON DELETE CASCADE,
  copies INTEGER NOT NULL
);

-- Copies that movement has begun: of a bit one at a time, which its key sees to. The node that lets
-- go when it stands, if one does.
CREATE TABLE moves (
  bit_id BIGINT PRIMARY KEY REFERENCES bits (id) ON DELETE CASCADE,
  node_id BIGINT NOT NULL REFERENCES nodes (id),
  from_id BIGINT REFERENCES nodes (id),
  why TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  began_at BIGINT NOT NULL
);

-- What movement began and did, by the day in UTC, and what of it was from or to each node.
CREATE TABLE movement_days (
  day BIGINT PRIMARY KEY,
  bytes BIGINT NOT NULL DEFAULT 0,
  hot BIGINT NOT NULL DEFAULT 0,
  cold BIGINT NOT NULL DEFAULT 0,
  demoted BIGINT NOT NULL DEFAULT 0,
  fallen BIGINT NOT NULL DEFAULT 0,
  given_up BIGINT NOT NULL DEFAULT 0
);
CREATE TABLE movement_node_days (
  day BIGINT NOT NULL,
  node_id BIGINT NOT NULL REFERENCES nodes (id),
  bytes BIGINT NOT NULL,
  PRIMARY KEY (day, node_id)
);
