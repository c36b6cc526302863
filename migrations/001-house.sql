-- Told: what came through the door. Never updated but by erasure, never deleted.

CREATE TABLE event (
  id bigint NOT NULL PRIMARY KEY,
  stream text NOT NULL,
  version bigint NOT NULL,
  kind text NOT NULL,
  law_time bigint NOT NULL,
  header text NOT NULL,
  UNIQUE (stream, version)
) {strict};

-- `salts` holds the salts of header and facts, 16 bytes each. Erasure destroys `personal` and
-- `salt_personal` and leaves the commitment, so that the log entry can still be formed.
CREATE TABLE event_body (
  event bigint NOT NULL PRIMARY KEY REFERENCES event (id),
  facts text NOT NULL,
  personal text,
  salts bytea NOT NULL,
  salt_personal bytea,
  commitment_personal bytea
) {strict};

CREATE TABLE leaf (
  position bigint NOT NULL PRIMARY KEY,
  event bigint NOT NULL UNIQUE REFERENCES event (id),
  hash bytea NOT NULL
) {strict};

-- Roots of complete subtrees of 256^level leaves: the tiles of level 1 and up.
CREATE TABLE node (
  level bigint NOT NULL,
  place bigint NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (level, place)
) {strict without rowid};

-- One row: how far the log is sealed, and the checkpoint signed last.
CREATE TABLE log_head (
  one bigint NOT NULL PRIMARY KEY CHECK (one = 1),
  size bigint NOT NULL,
  root bytea NOT NULL,
  frontier bytea NOT NULL,
  law_time bigint NOT NULL,
  signed_size bigint NOT NULL,
  signed_at bigint NOT NULL,
  checkpoint text NOT NULL
) {strict};

-- Events committed and not yet sealed; only PostgreSQL has any between two commits.
CREATE TABLE pending (
  event bigint NOT NULL PRIMARY KEY REFERENCES event (id)
) {strict};

{sequence event_id}

-- Derived: `motcua rebuild` makes them anew from what was told.

CREATE TABLE snapshot (
  stream text NOT NULL PRIMARY KEY,
  version bigint NOT NULL,
  law_time bigint NOT NULL,
  born bigint NOT NULL,
  schema_number bigint NOT NULL,
  state text NOT NULL
) {strict};

CREATE TABLE claim (
  kind text NOT NULL,
  key text NOT NULL,
  stream text NOT NULL,
  PRIMARY KEY (kind, key)
) {strict without rowid};

CREATE TABLE counter (
  name text NOT NULL PRIMARY KEY,
  last bigint NOT NULL
) {strict without rowid};

CREATE TABLE tally (
  measure text NOT NULL,
  office text NOT NULL,
  subject text NOT NULL,
  period text NOT NULL,
  n bigint NOT NULL,
  PRIMARY KEY (measure, office, subject, period)
) {strict without rowid};

-- An office as it is described from one day to another, both included.
CREATE TABLE office (
  id bigint NOT NULL PRIMARY KEY,
  code text NOT NULL,
  from_day text NOT NULL,
  to_day text NOT NULL,
  name text NOT NULL,
  name_en text,
  sort_key text NOT NULL,
  level text NOT NULL,
  kind text NOT NULL,
  parent text,
  description text NOT NULL,
  successors text NOT NULL,
  UNIQUE (code, from_day)
) {strict};

CREATE INDEX office_by_name ON office (sort_key, code);
CREATE INDEX office_by_parent ON office (parent, sort_key);

{full text office_words}

-- Records of `motcua bench`, shaped like dossiers; personal data stands in a table of its own.
CREATE TABLE bench (
  id bigint NOT NULL PRIMARY KEY,
  key text NOT NULL,
  office text NOT NULL,
  procedure text NOT NULL,
  state text NOT NULL,
  due bigint NOT NULL,
  number bigint NOT NULL,
  version bigint NOT NULL
) {strict};

CREATE UNIQUE INDEX bench_by_key ON bench (key);
CREATE INDEX bench_by_due ON bench (office, state, due, id);
CREATE INDEX bench_by_number ON bench (office, number);
CREATE INDEX bench_by_procedure ON bench (procedure, id);

{full text bench_words}

-- Working: backed up, not rebuilt.

CREATE TABLE idempotency (
  actor text NOT NULL,
  key text NOT NULL,
  request bytea NOT NULL,
  outcome text NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (actor, key)
) {strict without rowid};

CREATE INDEX idempotency_by_age ON idempotency (at);

CREATE TABLE job (
  id bigint NOT NULL PRIMARY KEY,
  kind text NOT NULL,
  payload text NOT NULL,
  due_at bigint NOT NULL,
  attempts bigint NOT NULL,
  claimed_until bigint NOT NULL,
  last_error text
) {strict};

CREATE INDEX job_by_due ON job (due_at, id);

{sequence job_id}

CREATE TABLE cosignature (
  witness text NOT NULL PRIMARY KEY,
  size bigint NOT NULL,
  at bigint NOT NULL,
  line text NOT NULL
) {strict};

CREATE TABLE setup_code (
  hash bytea NOT NULL PRIMARY KEY,
  made_at bigint NOT NULL
) {strict};
