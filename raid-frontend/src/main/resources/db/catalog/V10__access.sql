-- Whose buckets are, who else may use them, and how much lies in them.

-- A bucket that is not in here is root's, as all were.
CREATE TABLE bucket_owners (
  bucket TEXT PRIMARY KEY REFERENCES buckets (name) ON DELETE CASCADE,
  owner  TEXT NOT NULL
);

CREATE INDEX bucket_owners_by_owner ON bucket_owners (owner, bucket);

-- Documents such as a policy; what they say is the web API's to know.
CREATE TABLE bucket_settings (
  bucket   TEXT NOT NULL REFERENCES buckets (name) ON DELETE CASCADE,
  name     TEXT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (bucket, name)
);

-- Objects that have other grants than their bucket gives.
CREATE TABLE object_acls (
  object_id TEXT PRIMARY KEY,
  acl       TEXT NOT NULL
);

CREATE TRIGGER object_acls_go AFTER DELETE ON objects BEGIN
  DELETE FROM object_acls WHERE object_id = OLD.id;
END;

-- Those of an upload are under the id that its object will have, if it is completed.
CREATE TRIGGER upload_acls_go AFTER DELETE ON multiparts BEGIN
  DELETE FROM object_acls
    WHERE object_id = OLD.id AND NOT EXISTS (SELECT 1 FROM objects WHERE id = OLD.id);
END;

-- Objects and their bytes, and the bytes of unfinished uploads. Counted by the database itself, in
-- the transaction that changes them, so that no way of storing can forget to.
CREATE TABLE bucket_usage (
  bucket  TEXT PRIMARY KEY REFERENCES buckets (name) ON DELETE CASCADE,
  objects BIGINT NOT NULL,
  bytes   BIGINT NOT NULL
);

INSERT INTO bucket_usage (bucket, objects, bytes)
  SELECT
    name,
    (SELECT count(*) FROM objects WHERE bucket = name),
    (SELECT coalesce(sum(size), 0) FROM objects WHERE bucket = name)
      + (SELECT coalesce(sum(p.size), 0) FROM parts p JOIN multiparts m ON p.owner = m.id
          WHERE m.bucket = name)
  FROM buckets;

CREATE TRIGGER usage_begins AFTER INSERT ON buckets BEGIN
  INSERT INTO bucket_usage (bucket, objects, bytes) VALUES (NEW.name, 0, 0);
END;

CREATE TRIGGER usage_of_new_object AFTER INSERT ON objects BEGIN
  UPDATE bucket_usage SET objects = objects + 1, bytes = bytes + NEW.size
    WHERE bucket = NEW.bucket;
END;

CREATE TRIGGER usage_of_gone_object AFTER DELETE ON objects BEGIN
  UPDATE bucket_usage SET objects = objects - 1, bytes = bytes - OLD.size
    WHERE bucket = OLD.bucket;
END;

-- A part counts as long as its upload is under way; then the object does.
CREATE TRIGGER usage_of_new_part AFTER INSERT ON parts BEGIN
  UPDATE bucket_usage SET bytes = bytes + NEW.size
    WHERE bucket = (SELECT bucket FROM multiparts WHERE id = NEW.owner);
END;

CREATE TRIGGER usage_of_gone_part AFTER DELETE ON parts BEGIN
  UPDATE bucket_usage SET bytes = bytes - OLD.size
    WHERE bucket = (SELECT bucket FROM multiparts WHERE id = OLD.owner);
END;

CREATE TRIGGER usage_of_ended_upload AFTER DELETE ON multiparts BEGIN
  UPDATE bucket_usage
    SET bytes = bytes - (SELECT coalesce(sum(size), 0) FROM parts WHERE owner = OLD.id)
    WHERE bucket = OLD.bucket;
END;
