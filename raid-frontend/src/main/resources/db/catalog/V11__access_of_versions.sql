-- Versions that are not shown belong to whom they belonged to, and lie in their bucket.

DROP TRIGGER object_acls_go;

CREATE TRIGGER object_acls_go AFTER DELETE ON objects
WHEN NOT EXISTS (SELECT 1 FROM old_versions WHERE id = OLD.id) BEGIN
  DELETE FROM object_acls WHERE object_id = OLD.id;
END;

CREATE TRIGGER version_acls_go AFTER DELETE ON old_versions
WHEN NOT EXISTS (SELECT 1 FROM objects WHERE id = OLD.id) BEGIN
  DELETE FROM object_acls WHERE object_id = OLD.id;
END;

-- Delete markers are nothing that is stored.
UPDATE bucket_usage SET
  objects = objects
    + (SELECT count(*) FROM old_versions v WHERE v.bucket = bucket_usage.bucket AND v.marker = 0),
  bytes = bytes
    + (SELECT coalesce(sum(v.size), 0) FROM old_versions v
        WHERE v.bucket = bucket_usage.bucket AND v.marker = 0);

CREATE TRIGGER usage_of_new_version AFTER INSERT ON old_versions WHEN NEW.marker = 0 BEGIN
  UPDATE bucket_usage SET objects = objects + 1, bytes = bytes + NEW.size
    WHERE bucket = NEW.bucket;
END;

CREATE TRIGGER usage_of_gone_version AFTER DELETE ON old_versions WHEN OLD.marker = 0 BEGIN
  UPDATE bucket_usage SET objects = objects - 1, bytes = bytes - OLD.size
    WHERE bucket = OLD.bucket;
END;
