-- Bits that were released: a node that still holds one deletes it. What a node holds and is neither
-- here nor among the bits was placed when the registry was another, and is taken over.

CREATE TABLE released (
  id INTEGER PRIMARY KEY,
  info_hash BLOB NOT NULL UNIQUE,
  at BIGINT NOT NULL
);
