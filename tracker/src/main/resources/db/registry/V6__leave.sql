-- Whether a node asked for it itself; an operator's word stands until an operator takes it back.

ALTER TABLE node_standing ADD COLUMN by_node INTEGER NOT NULL DEFAULT 0;
