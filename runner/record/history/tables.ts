/** The version of the tables below, in SQLite's `user_version`. The history is rebuilt from records where it differs. */
export const HISTORY_SCHEMA = 1;

/** Only what trends and dates are made of; everything else is in the records that `runs.record` names. */
export const TABLES = `
CREATE TABLE stacks (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  facts TEXT NOT NULL
) STRICT;
CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  run TEXT NOT NULL UNIQUE,
  target TEXT NOT NULL,
  started TEXT NOT NULL,
  revision TEXT,
  options TEXT NOT NULL,
  stack INTEGER NOT NULL REFERENCES stacks,
  exit INTEGER,
  record TEXT NOT NULL
) STRICT;
CREATE TABLE results (
  run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
  id TEXT NOT NULL,
  outcome TEXT NOT NULL,
  verdict TEXT NOT NULL,
  message TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  off INTEGER NOT NULL,
  durationMs REAL NOT NULL,
  PRIMARY KEY (id, run)
) STRICT, WITHOUT ROWID;
CREATE INDEX resultsOfRun ON results (run);
CREATE TABLE metrics (
  run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  unit TEXT NOT NULL,
  median REAL NOT NULL,
  PRIMARY KEY (id, name, run)
) STRICT, WITHOUT ROWID;
CREATE INDEX metricsOfRun ON metrics (run);
PRAGMA user_version = ${HISTORY_SCHEMA};
`;

/** Fails to prepare where a table or a column is not there. */
export const EVERY_COLUMN = `
SELECT run, target, started, revision, options, stack, exit, record, facts, key FROM runs JOIN stacks ON stacks.id = stack;
SELECT run, id, outcome, verdict, message, attempts, off, durationMs FROM results;
SELECT run, id, name, unit, median FROM metrics`.split(';');
