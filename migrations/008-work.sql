-- What the work list filters by beside the office: few rows are looked through, however many an
-- office holds.
CREATE INDEX dossier_by_procedure ON dossier (holder, procedure, is_open, due, id);
CREATE INDEX dossier_by_field ON dossier (holder, field, is_open, due, id);

-- Derived: `motcua rebuild` makes it anew from what was told.

-- Numbers that results got in the records keepers' books.
CREATE TABLE result_entry (
  office text NOT NULL,
  year bigint NOT NULL,
  number bigint NOT NULL,
  dossier bigint NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (office, year, number)
) {strict without rowid};

CREATE INDEX result_entry_by_day ON result_entry (office, at, dossier);

-- Working: backed up, not rebuilt.

-- Lists that somebody saved under a name. `query` is what the address of the list says, without
-- words that were searched for: a name of a person is not kept here.
CREATE TABLE saved_view (
  account text NOT NULL,
  id text NOT NULL,
  name text NOT NULL,
  query text NOT NULL,
  made_at bigint NOT NULL,
  PRIMARY KEY (account, id)
) {strict without rowid};

-- What was examined of a dossier, point by point; whoever works on it next sees it.
CREATE TABLE dossier_check (
  dossier bigint NOT NULL,
  point text NOT NULL,
  state text NOT NULL,
  checked_by text NOT NULL,
  checked_at bigint NOT NULL,
  PRIMARY KEY (dossier, point)
) {strict without rowid};

-- Notes that only their writer reads; personal, gone with an erasure of the dossier.
CREATE TABLE dossier_note (
  dossier bigint NOT NULL,
  account text NOT NULL,
  note text NOT NULL,
  saved_at bigint NOT NULL,
  PRIMARY KEY (dossier, account)
) {strict without rowid};
