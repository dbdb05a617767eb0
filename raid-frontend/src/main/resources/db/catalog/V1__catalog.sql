-- What the gateway must never lose. Times are milliseconds since 1970.

CREATE TABLE buckets (
  name    TEXT PRIMARY KEY,
  created BIGINT NOT NULL
);

-- One row for each object that was acknowledged.
CREATE TABLE objects (
  bucket       TEXT NOT NULL REFERENCES buckets (name),
  object_key   TEXT NOT NULL,
  id           TEXT NOT NULL UNIQUE,
  size         BIGINT NOT NULL,
  etag         TEXT NOT NULL,
  modified     BIGINT NOT NULL,
  content_type TEXT NOT NULL,
  metadata     TEXT NOT NULL,
  layout       TEXT NOT NULL,
  wrapped_key  BLOB NOT NULL,
  PRIMARY KEY (bucket, object_key)
);

-- Objects under way. What is in here at a start was not acknowledged.
CREATE TABLE uploads (
  id      TEXT PRIMARY KEY,
  started BIGINT NOT NULL
);

-- Objects that were replaced, deleted or given up, whose stripes are still to be taken apart.
CREATE TABLE doomed (
  id TEXT PRIMARY KEY
);

CREATE TABLE stripes (
  object_id     TEXT NOT NULL,
  number        INTEGER NOT NULL,
  plain_offset  BIGINT NOT NULL,
  plain_length  BIGINT NOT NULL,
  layout        TEXT NOT NULL,
  PRIMARY KEY (object_id, number)
);

CREATE TABLE bits (
  info_hash BLOB PRIMARY KEY,
  object_id TEXT NOT NULL,
  stripe    INTEGER NOT NULL,
  position  INTEGER NOT NULL,
  info      BLOB NOT NULL,
  copies    INTEGER NOT NULL,
  staged    INTEGER NOT NULL
);

CREATE INDEX stripes_by_offset ON stripes (object_id, plain_offset);
CREATE INDEX bits_of_stripe ON bits (object_id, stripe, position);
CREATE INDEX bits_staged ON bits (object_id, stripe) WHERE staged = 1;

-- Bits of no object, that the tracker has still to be told of.
CREATE TABLE garbage (
  info_hash BLOB PRIMARY KEY
);
