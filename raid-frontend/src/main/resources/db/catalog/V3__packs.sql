-- Small objects lie side by side in packs, each a stripe that is committed with its objects.

-- Sealed bytes of the stripe of a pack; 0 where they follow from plain_length.
ALTER TABLE stripes ADD COLUMN sealed_length BIGINT NOT NULL DEFAULT 0;

-- Its stripe has the same id. What is sealed and not live is a hole.
CREATE TABLE packs (
  id            TEXT PRIMARY KEY,
  layout        TEXT NOT NULL,
  created       BIGINT NOT NULL,
  sealed_length BIGINT NOT NULL,
  live          BIGINT NOT NULL
);

CREATE INDEX packs_by_live ON packs (live);

-- Where the sealed bytes of an object are that has no stripes of its own.
CREATE TABLE packed (
  object_id     TEXT PRIMARY KEY,
  pack_id       TEXT NOT NULL REFERENCES packs (id),
  sealed_offset BIGINT NOT NULL,
  sealed_length BIGINT NOT NULL
);

CREATE INDEX packed_by_pack ON packed (pack_id, sealed_offset);
