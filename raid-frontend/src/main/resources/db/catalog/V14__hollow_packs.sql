-- Packs with more holes than objects are found among any number of small ones that stay small.

CREATE INDEX packs_hollow ON packs (live) WHERE live * 2 < sealed_length;
