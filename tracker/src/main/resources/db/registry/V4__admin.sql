-- What operators decided about nodes. A node without a row here is active.

CREATE TABLE node_standing (
  node_id BIGINT PRIMARY KEY REFERENCES nodes (id),
  state TEXT NOT NULL,
  since BIGINT NOT NULL
);
