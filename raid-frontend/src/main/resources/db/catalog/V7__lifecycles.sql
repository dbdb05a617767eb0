-- What shall become of the objects of a bucket in time: its rules, as JSON.
CREATE TABLE lifecycles (
  bucket TEXT PRIMARY KEY REFERENCES buckets (name) ON DELETE CASCADE,
  rules  TEXT NOT NULL
);
