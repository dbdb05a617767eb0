-- What keeps versions of objects from being deleted. Times are milliseconds since 1970.

-- 1 for buckets whose objects can be locked: for ever, and they keep all versions.
ALTER TABLE buckets ADD COLUMN locked INTEGER NOT NULL DEFAULT 0;

-- How objects are locked that are put without a retention: '' for not at all, else days or years.
ALTER TABLE buckets ADD COLUMN lock_mode TEXT NOT NULL DEFAULT '';
ALTER TABLE buckets ADD COLUMN lock_days INTEGER NOT NULL DEFAULT 0;
ALTER TABLE buckets ADD COLUMN lock_years INTEGER NOT NULL DEFAULT 0;

-- '' and 0, or GOVERNANCE or COMPLIANCE and until when; and whether there is a legal hold.
ALTER TABLE objects ADD COLUMN lock_mode TEXT NOT NULL DEFAULT '';
ALTER TABLE objects ADD COLUMN retain_until BIGINT NOT NULL DEFAULT 0;
ALTER TABLE objects ADD COLUMN legal_hold INTEGER NOT NULL DEFAULT 0;
ALTER TABLE old_versions ADD COLUMN lock_mode TEXT NOT NULL DEFAULT '';
ALTER TABLE old_versions ADD COLUMN retain_until BIGINT NOT NULL DEFAULT 0;
ALTER TABLE old_versions ADD COLUMN legal_hold INTEGER NOT NULL DEFAULT 0;
ALTER TABLE multiparts ADD COLUMN lock_mode TEXT NOT NULL DEFAULT '';
ALTER TABLE multiparts ADD COLUMN retain_until BIGINT NOT NULL DEFAULT 0;
ALTER TABLE multiparts ADD COLUMN legal_hold INTEGER NOT NULL DEFAULT 0;

-- How far the time of locks had come when it was last written down: at most one row.
CREATE TABLE lock_clock (
  time BIGINT NOT NULL
);

-- No way of deleting can forget to look: who may delete a version takes its lock off first, in the
-- same transaction. A version that goes from one table to the other is in that one already.
CREATE TRIGGER object_is_locked BEFORE DELETE ON objects
WHEN (OLD.retain_until > 0 OR OLD.legal_hold = 1)
  AND NOT EXISTS (SELECT 1 FROM old_versions WHERE id = OLD.id) BEGIN
  SELECT RAISE(ABORT, 'a locked version cannot be deleted');
END;

CREATE TRIGGER version_is_locked BEFORE DELETE ON old_versions
WHEN (OLD.retain_until > 0 OR OLD.legal_hold = 1)
  AND NOT EXISTS (SELECT 1 FROM objects WHERE id = OLD.id) BEGIN
  SELECT RAISE(ABORT, 'a locked version cannot be deleted');
END;
