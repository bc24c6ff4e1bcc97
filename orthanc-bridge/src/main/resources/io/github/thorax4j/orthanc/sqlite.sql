CREATE TABLE IF NOT EXISTS change_cursor (
  id INTEGER PRIMARY KEY,
  seq BIGINT NOT NULL,
  identity TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS routed_film (
  instance TEXT PRIMARY KEY,
  sop_instance TEXT,
  facts TEXT NOT NULL,
  routed BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS routed_sop ON routed_film (sop_instance);
CREATE TABLE IF NOT EXISTS rule_action (
  instance TEXT NOT NULL,
  rule TEXT NOT NULL,
  action TEXT NOT NULL,
  arrived BIGINT NOT NULL,
  state TEXT NOT NULL,
  detail TEXT NOT NULL,
  job TEXT,
  job_failed BOOLEAN NOT NULL,
  attempts INTEGER NOT NULL,
  since BIGINT NOT NULL,
  changed BIGINT NOT NULL,
  PRIMARY KEY (instance, rule, action)
);
CREATE INDEX IF NOT EXISTS rule_action_state ON rule_action (state, changed);
CREATE TABLE IF NOT EXISTS scheduled_actions (
  task_name TEXT NOT NULL,
  task_instance TEXT NOT NULL,
  task_data BLOB,
  execution_time TIMESTAMP NOT NULL,
  picked BOOLEAN NOT NULL,
  picked_by TEXT,
  last_success TIMESTAMP,
  last_failure TIMESTAMP,
  consecutive_failures INTEGER,
  last_heartbeat TIMESTAMP,
  version BIGINT NOT NULL,
  priority SMALLINT,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX IF NOT EXISTS actions_due ON scheduled_actions (execution_time);
CREATE INDEX IF NOT EXISTS actions_heartbeat ON scheduled_actions (last_heartbeat);
CREATE TABLE IF NOT EXISTS scheduled_webhooks (
  task_name TEXT NOT NULL,
  task_instance TEXT NOT NULL,
  task_data BLOB,
  execution_time TIMESTAMP NOT NULL,
  picked BOOLEAN NOT NULL,
  picked_by TEXT,
  last_success TIMESTAMP,
  last_failure TIMESTAMP,
  consecutive_failures INTEGER,
  last_heartbeat TIMESTAMP,
  version BIGINT NOT NULL,
  priority SMALLINT,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX IF NOT EXISTS webhooks_due ON scheduled_webhooks (execution_time);
CREATE INDEX IF NOT EXISTS webhooks_heartbeat ON scheduled_webhooks (last_heartbeat);
CREATE TABLE IF NOT EXISTS film (
  instance TEXT PRIMARY KEY,
  series TEXT,
  study TEXT,
  state TEXT NOT NULL,
  detail TEXT NOT NULL,
  received BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  crashes INTEGER NOT NULL,
  finished BIGINT,
  probability DOUBLE PRECISION,
  finding TEXT,
  threshold DOUBLE PRECISION,
  model TEXT,
  priority INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS film_state ON film (state, received);
CREATE INDEX IF NOT EXISTS film_series ON film (series);
CREATE INDEX IF NOT EXISTS film_study ON film (study);
CREATE INDEX IF NOT EXISTS film_finished ON film (finished);
CREATE INDEX IF NOT EXISTS film_urgency ON film (priority DESC, probability DESC, received, instance)
  WHERE state NOT IN ('WAITING', 'OTHER', 'DEAD', 'GONE');
CREATE TABLE IF NOT EXISTS scheduled_tasks (
  task_name TEXT NOT NULL,
  task_instance TEXT NOT NULL,
  task_data BLOB,
  execution_time TIMESTAMP NOT NULL,
  picked BOOLEAN NOT NULL,
  picked_by TEXT,
  last_success TIMESTAMP,
  last_failure TIMESTAMP,
  consecutive_failures INTEGER,
  last_heartbeat TIMESTAMP,
  version BIGINT NOT NULL,
  priority SMALLINT,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX IF NOT EXISTS scheduled_due ON scheduled_tasks (execution_time);
CREATE INDEX IF NOT EXISTS scheduled_heartbeat ON scheduled_tasks (last_heartbeat);
CREATE INDEX IF NOT EXISTS scheduled_priority ON scheduled_tasks (priority DESC, execution_time ASC);
CREATE TABLE IF NOT EXISTS review (
  id INTEGER PRIMARY KEY,
  instance TEXT NOT NULL,
  reviewer TEXT NOT NULL,
  at BIGINT NOT NULL,
  label TEXT NOT NULL,
  agrees INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS review_instance ON review (instance);
CREATE TABLE IF NOT EXISTS audit (
  id INTEGER PRIMARY KEY,
  at BIGINT NOT NULL,
  who TEXT NOT NULL,
  origin TEXT NOT NULL,
  action TEXT NOT NULL,
  object TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS bridge_schema (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL
);
INSERT INTO bridge_schema (id, version) VALUES (1, 1) ON CONFLICT (id) DO NOTHING;
