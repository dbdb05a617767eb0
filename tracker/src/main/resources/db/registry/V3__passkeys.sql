-- Passkeys can be rotated and revoked; a node may be a stock client, without a channel.
-- The version is in every key that is derived for one torrent, so that a rotation ends them all.
-- What clients report is kept as sums, for people to look at: no decision rests on it.

ALTER TABLE nodes ADD COLUMN stock INTEGER NOT NULL DEFAULT 0;
ALTER TABLE nodes ADD COLUMN passkey_version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE nodes ADD COLUMN passkey_revoked_at BIGINT;
ALTER TABLE nodes ADD COLUMN reported_up BIGINT NOT NULL DEFAULT 0;
ALTER TABLE nodes ADD COLUMN reported_down BIGINT NOT NULL DEFAULT 0;
