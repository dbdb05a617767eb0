-- What the tracker remembers of its nodes. Times are milliseconds since 1970 in UTC, weeks begin on
-- Mondays. Bounded: see Limits.HOURS_KEPT, DAYS_KEPT, WEEKS_KEPT, SESSIONS_KEPT and TAGS_KEPT.

-- When the tracker was last alive, and up to when days and weeks were summed up.
CREATE TABLE history_clock (
  id INTEGER PRIMARY KEY,
  alive_at BIGINT NOT NULL,
  rolled_at BIGINT NOT NULL
);

-- The state of each node's memory as of its accounted_at.
CREATE TABLE history_nodes (
  node_id BIGINT PRIMARY KEY REFERENCES nodes (id) ON DELETE CASCADE,
  accounted_at BIGINT NOT NULL,
  hour_at BIGINT NOT NULL,
  last_seen_at BIGINT NOT NULL,
  here_since BIGINT NOT NULL,
  seen_by TEXT NOT NULL,
  answered_at BIGINT NOT NULL,
  asked_at BIGINT NOT NULL,
  failures INTEGER NOT NULL,
  up_speed DOUBLE PRECISION NOT NULL,
  up_measured BIGINT NOT NULL,
  down_speed DOUBLE PRECISION NOT NULL,
  down_measured BIGINT NOT NULL,
  wrong_at_1 BIGINT NOT NULL,
  wrong_at_2 BIGINT NOT NULL,
  wrong_at_3 BIGINT NOT NULL,
  client TEXT NOT NULL,
  profile BLOB
);

-- Sums by hour (span 1), day (2) and week (3).
CREATE TABLE history_periods (
  node_id BIGINT NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
  span INTEGER NOT NULL,
  start_at BIGINT NOT NULL,
  observed_ms BIGINT NOT NULL,
  here_ms BIGINT NOT NULL,
  up_bytes BIGINT NOT NULL,
  up_ms BIGINT NOT NULL,
  up_speed_max BIGINT NOT NULL,
  down_bytes BIGINT NOT NULL,
  down_ms BIGINT NOT NULL,
  down_speed_max BIGINT NOT NULL,
  joins BIGINT NOT NULL,
  losses BIGINT NOT NULL,
  probes_served BIGINT NOT NULL,
  probes_failed BIGINT NOT NULL,
  audits_passed BIGINT NOT NULL,
  audits_failed BIGINT NOT NULL,
  served BIGINT NOT NULL,
  slow BIGINT NOT NULL,
  unreachable BIGINT NOT NULL,
  corrupt BIGINT NOT NULL,
  missing BIGINT NOT NULL,
  lost BIGINT NOT NULL,
  PRIMARY KEY (node_id, span, start_at)
);

CREATE TABLE history_sessions (
  node_id BIGINT NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
  started_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL,
  ending TEXT NOT NULL,
  PRIMARY KEY (node_id, started_at)
);

CREATE TABLE history_tags (
  node_id BIGINT NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  source TEXT NOT NULL,
  since_at BIGINT NOT NULL,
  until_at BIGINT,
  evidence TEXT NOT NULL,
  PRIMARY KEY (node_id, tag, source, since_at)
);
