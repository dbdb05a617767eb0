-- Storage classes by name: what an object was put with, and what a bucket gives those that name none.

ALTER TABLE buckets ADD COLUMN storage_class TEXT NOT NULL DEFAULT 'STANDARD';
ALTER TABLE objects ADD COLUMN storage_class TEXT NOT NULL DEFAULT 'STANDARD';
ALTER TABLE old_versions ADD COLUMN storage_class TEXT NOT NULL DEFAULT 'STANDARD';
ALTER TABLE multiparts ADD COLUMN storage_class TEXT NOT NULL DEFAULT 'STANDARD';
