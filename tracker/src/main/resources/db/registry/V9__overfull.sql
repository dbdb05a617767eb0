-- Who holds more than its share is asked twice a second: without this, of every node.
CREATE INDEX nodes_overfull ON nodes (id) WHERE used_bytes > share_bytes;
