-- A copy that is made so that another node may let go of its own says of which node, until that one
-- has let go. So what was begun is known after a kill, and each copy is made good once.

ALTER TABLE copies ADD COLUMN instead_of BIGINT REFERENCES nodes (id);
CREATE INDEX copies_instead ON copies (instead_of) WHERE instead_of IS NOT NULL;

-- The copies of a node page by page.
DROP INDEX copies_of_node;
CREATE INDEX copies_of_node ON copies (node_id, state, bit_id);

-- How many copies the node had when this was decided.
ALTER TABLE node_standing ADD COLUMN copies INTEGER NOT NULL DEFAULT 0;
