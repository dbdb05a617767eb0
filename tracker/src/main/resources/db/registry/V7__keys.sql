-- The key that a node proves itself with, and how often it was started on its directory.

ALTER TABLE nodes ADD COLUMN public_key TEXT;
ALTER TABLE nodes ADD COLUMN starts BIGINT NOT NULL DEFAULT 0;

-- Tokens with which a few may join.
CREATE TABLE join_tokens (
  id INTEGER PRIMARY KEY,
  fingerprint TEXT NOT NULL UNIQUE,
  note TEXT NOT NULL,
  uses INTEGER NOT NULL,
  uses_left INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  revoked_at BIGINT
);
