-- Objects that come in parts. Times are milliseconds since 1970.

-- Uploads that were begun and are neither completed nor aborted. The id becomes that of the object.
CREATE TABLE multiparts (
  id           TEXT PRIMARY KEY,
  bucket       TEXT NOT NULL REFERENCES buckets (name),
  object_key   TEXT NOT NULL,
  started      BIGINT NOT NULL,
  content_type TEXT NOT NULL,
  metadata     TEXT NOT NULL,
  layout       TEXT NOT NULL,
  wrapped_key  BLOB NOT NULL,
  checksum     TEXT NOT NULL,
  tags         TEXT NOT NULL
);

CREATE UNIQUE INDEX multiparts_by_key ON multiparts (bucket, object_key, started, id);

-- Parts that were acknowledged, of an upload (offset 0) or of the object that it became. The
-- stripes of a part are under its own id, and sealed with its own key.
CREATE TABLE parts (
  id           TEXT PRIMARY KEY,
  owner        TEXT NOT NULL,
  number       INTEGER NOT NULL,
  plain_offset BIGINT NOT NULL,
  size         BIGINT NOT NULL,
  etag         TEXT NOT NULL,
  modified     BIGINT NOT NULL,
  checksum     TEXT NOT NULL,
  wrapped_key  BLOB NOT NULL,
  UNIQUE (owner, number)
);

CREATE INDEX parts_by_offset ON parts (owner, plain_offset);

ALTER TABLE objects ADD COLUMN parts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE objects ADD COLUMN checksum TEXT NOT NULL DEFAULT '';
ALTER TABLE objects ADD COLUMN tags TEXT NOT NULL DEFAULT '{}';
