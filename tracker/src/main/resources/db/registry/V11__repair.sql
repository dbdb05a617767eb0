-- Nodes whose copies count as gone until they are here again and were seen to serve.
CREATE TABLE lost_nodes (
  node_id BIGINT PRIMARY KEY REFERENCES nodes (id),
  at BIGINT NOT NULL,
  declared INTEGER NOT NULL,
  reason TEXT NOT NULL
);

-- Repairs that are under way: of a bit one at a time, which its key sees to. Either a node fetches
-- a copy, or a gateway rebuilds the bit.
CREATE TABLE repairs (
  bit_id BIGINT PRIMARY KEY REFERENCES bits (id) ON DELETE CASCADE,
  node_id BIGINT REFERENCES nodes (id),
  gateway TEXT,
  bytes BIGINT NOT NULL,
  urgency TEXT NOT NULL,
  began_at BIGINT NOT NULL
);
CREATE INDEX repairs_of_gateways ON repairs (gateway) WHERE gateway IS NOT NULL;

-- What repair did, by the day in UTC.
CREATE TABLE repair_days (
  day BIGINT PRIMARY KEY,
  copies BIGINT NOT NULL DEFAULT 0,
  bytes BIGINT NOT NULL DEFAULT 0,
  given_up BIGINT NOT NULL DEFAULT 0,
  rebuilt BIGINT NOT NULL DEFAULT 0,
  rebuilt_bytes BIGINT NOT NULL DEFAULT 0,
  read_bytes BIGINT NOT NULL DEFAULT 0,
  surplus BIGINT NOT NULL DEFAULT 0,
  surplus_bytes BIGINT NOT NULL DEFAULT 0
);
