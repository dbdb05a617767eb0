-- Versions of objects. Those that a bucket shows stay in the table of objects, one for each key.

-- '' until somebody sets it, then Enabled or Suspended for ever.
ALTER TABLE buckets ADD COLUMN versioning TEXT NOT NULL DEFAULT '';

-- 'null', or the name of a version that was put while its bucket had versioning.
ALTER TABLE objects ADD COLUMN version TEXT NOT NULL DEFAULT 'null';

-- Later versions of a key have higher numbers.
ALTER TABLE objects ADD COLUMN seq BIGINT NOT NULL DEFAULT 0;

-- What is not shown: versions that are not the last of their key, and delete markers.
CREATE TABLE old_versions (
  bucket       TEXT NOT NULL REFERENCES buckets (name),
  object_key   TEXT NOT NULL,
  id           TEXT PRIMARY KEY,
  size         BIGINT NOT NULL,
  etag         TEXT NOT NULL,
  modified     BIGINT NOT NULL,
  content_type TEXT NOT NULL,
  metadata     TEXT NOT NULL,
  layout       TEXT NOT NULL,
  wrapped_key  BLOB NOT NULL,
  parts        INTEGER NOT NULL,
  checksum     TEXT NOT NULL,
  tags         TEXT NOT NULL,
  version      TEXT NOT NULL,
  seq          BIGINT NOT NULL,
  -- 1 for a delete marker, which has a time and nothing else
  marker       INTEGER NOT NULL
);

CREATE UNIQUE INDEX old_versions_by_key ON old_versions (bucket, object_key, seq DESC);
CREATE UNIQUE INDEX old_versions_by_name ON old_versions (bucket, object_key, version);
