-- Who may use the gateways. Times are milliseconds since 1970.

-- A user that is gone keeps its row: policies may still name it, so its name is given to no other.
CREATE TABLE users (
  name          TEXT PRIMARY KEY,
  created       BIGINT NOT NULL,
  enabled       INTEGER NOT NULL,
  gone          INTEGER NOT NULL,
  policy        TEXT NOT NULL,
  quota_bytes   BIGINT NOT NULL,
  quota_objects BIGINT NOT NULL,
  quota_rate    BIGINT NOT NULL
);

-- The secret of S3's signatures is needed as it is: it is sealed with the gateway's key. Of the
-- bearer token of REST a hash will do.
CREATE TABLE access_keys (
  id            TEXT PRIMARY KEY,
  owner         TEXT NOT NULL REFERENCES users (name),
  created       BIGINT NOT NULL,
  enabled       INTEGER NOT NULL,
  note          TEXT NOT NULL,
  sealed_secret TEXT NOT NULL,
  token_hash    TEXT NOT NULL UNIQUE
);

CREATE INDEX access_keys_by_owner ON access_keys (owner);

-- Whoever has the credentials of the first start. More keys can be made for it, and it cannot be
-- deleted, disabled or bounded.
INSERT INTO users (name, created, enabled, gone, policy, quota_bytes, quota_objects, quota_rate)
VALUES ('root', 0, 1, 0, '', 0, 0, 0);
