CREATE TABLE IF NOT EXISTS change_cursor (
  id INTEGER PRIMARY KEY,
  seq BIGINT NOT NULL
);
CREATE TABLE IF NOT EXISTS film (
  instance TEXT PRIMARY KEY,
  series TEXT,
  study TEXT,
  state TEXT NOT NULL,
  detail TEXT NOT NULL,
  received BIGINT NOT NULL,
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
