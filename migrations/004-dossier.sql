-- Derived: `motcua rebuild` makes them anew from what was told.

-- Dossiers: where each stands, who has it, when it is due. Instants are microseconds of law time;
-- a day is its last instant.
CREATE TABLE dossier (
  id bigint NOT NULL PRIMARY KEY,
  stream text NOT NULL UNIQUE,
  code text NOT NULL UNIQUE,
  office text NOT NULL,
  holder text NOT NULL,
  assignee text,
  procedure text NOT NULL,
  field text NOT NULL,
  channel text NOT NULL,
  phase text NOT NULL,
  is_open bigint NOT NULL,
  account text,
  filed_at bigint NOT NULL,
  received_at bigint,
  due bigint NOT NULL,
  promised bigint NOT NULL,
  standing bigint NOT NULL,
  late_since bigint,
  ended_at bigint,
  version bigint NOT NULL
) {strict};

CREATE INDEX dossier_by_holder ON dossier (holder, is_open, due, id);
CREATE INDEX dossier_by_phase ON dossier (holder, phase, due, id);
CREATE INDEX dossier_by_assignee ON dossier (assignee, is_open, due, id);
CREATE INDEX dossier_by_office ON dossier (office, id);
CREATE INDEX dossier_by_account ON dossier (account, id);
CREATE INDEX dossier_by_due ON dossier (is_open, standing, due, id);

-- Who is behind them; personal, gone with an erasure.
CREATE TABLE dossier_person (
  id bigint NOT NULL PRIMARY KEY,
  name text NOT NULL,
  identity_key text,
  personal text NOT NULL
) {strict};

CREATE INDEX dossier_person_by_key ON dossier_person (identity_key, id);

{full text dossier_words}

-- Opinions that are awaited.
CREATE TABLE consultation (
  id bigint NOT NULL,
  number bigint NOT NULL,
  office text NOT NULL,
  due bigint NOT NULL,
  consents bigint NOT NULL,
  PRIMARY KEY (id, number)
) {strict without rowid};

CREATE INDEX consultation_by_office ON consultation (office, due, id);
CREATE INDEX consultation_by_due ON consultation (consents, due, id);

-- Fee receipts, voided ones too: a book has no gap.
CREATE TABLE fee_receipt (
  office text NOT NULL,
  series text NOT NULL,
  number bigint NOT NULL,
  form text NOT NULL,
  dossier bigint NOT NULL,
  amount bigint NOT NULL,
  means text NOT NULL,
  at bigint NOT NULL,
  taken_by text NOT NULL,
  voided bigint NOT NULL,
  PRIMARY KEY (office, series, number)
) {strict without rowid};

CREATE INDEX fee_receipt_by_day ON fee_receipt (office, at);
