-- What is held of a node by what others saw of it. Where it is not there yet, it is made of
-- up_speed, up_measured and wrong_at_1 to 3, which nothing writes any more.
ALTER TABLE history_nodes ADD COLUMN reputation BLOB;

-- When a copy was last audited, 0 for never.
ALTER TABLE copies ADD COLUMN audited_at BIGINT NOT NULL DEFAULT 0;
