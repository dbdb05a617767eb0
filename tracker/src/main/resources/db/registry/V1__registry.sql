-- The registry of one cloud: its nodes, the bits it was given, where their copies are.
-- Times are milliseconds since 1970 in UTC. Which bits belong together is not in here.

CREATE TABLE nodes (
  id INTEGER PRIMARY KEY,
  node_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE,
  site TEXT NOT NULL,
  region TEXT NOT NULL,
  node_class TEXT NOT NULL,
  host TEXT NOT NULL,
  port INTEGER NOT NULL,
  version TEXT NOT NULL,
  share_bytes BIGINT NOT NULL,
  used_bytes BIGINT NOT NULL DEFAULT 0,
  copies INTEGER NOT NULL DEFAULT 0,
  faults INTEGER NOT NULL DEFAULT 0,
  token_fingerprint TEXT NOT NULL UNIQUE,
  passkey_fingerprint TEXT NOT NULL UNIQUE,
  joined_at BIGINT NOT NULL,
  last_seen_at BIGINT
);

CREATE TABLE bits (
  id INTEGER PRIMARY KEY,
  info_hash BLOB NOT NULL UNIQUE,
  info BLOB NOT NULL,
  footprint BIGINT NOT NULL,
  copies_wanted INTEGER NOT NULL,
  source_host TEXT NOT NULL,
  source_port INTEGER NOT NULL,
  placed_at BIGINT NOT NULL
);

CREATE TABLE copies (
  bit_id BIGINT NOT NULL REFERENCES bits (id),
  node_id BIGINT NOT NULL REFERENCES nodes (id),
  ordinal INTEGER NOT NULL,
  state TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (bit_id, node_id)
);

CREATE INDEX copies_of_node ON copies (node_id, state);

CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  node_id BIGINT NOT NULL REFERENCES nodes (id),
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  bit TEXT,
  detail TEXT NOT NULL
);

CREATE INDEX events_of_node ON events (node_id, id);
