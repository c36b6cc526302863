-- Working: applications that citizens are filling in. Backed up, not rebuilt: a draft is no fact.
-- `content` is sealed with the house's secret, for its owner and draft. Once handed in, the content
-- goes and `dossier` says what became of it.
CREATE TABLE draft (
  code text NOT NULL PRIMARY KEY,
  account text NOT NULL,
  procedure text NOT NULL,
  revision bigint NOT NULL,
  content text NOT NULL,
  dossier text,
  begun_at bigint NOT NULL,
  changed_at bigint NOT NULL
) {strict};

CREATE INDEX draft_by_account ON draft (account, changed_at);
CREATE INDEX draft_by_change ON draft (changed_at);

-- Files that a draft waits with: they are kept as long as it is.
CREATE TABLE draft_file (
  draft text NOT NULL,
  attachment text NOT NULL,
  PRIMARY KEY (draft, attachment)
) {strict without rowid};

CREATE INDEX draft_file_by_attachment ON draft_file (attachment);
