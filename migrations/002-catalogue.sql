-- Derived: `motcua rebuild` makes them anew from what was told.

-- A revision's life: where it stands, and from when to when it is in force (both included).
CREATE TABLE publication (
  id bigint NOT NULL PRIMARY KEY,
  code text NOT NULL,
  number bigint NOT NULL,
  status text NOT NULL,
  origin text NOT NULL,
  from_day text,
  to_day text NOT NULL,
  decision text,
  UNIQUE (code, number)
) {strict};

CREATE INDEX publication_by_status ON publication (status, code);

-- A revision's content.
CREATE TABLE revision (
  id bigint NOT NULL PRIMARY KEY,
  code text NOT NULL,
  number bigint NOT NULL,
  description text NOT NULL,
  UNIQUE (code, number)
) {strict};

-- What the national database has of a procedure: its line of the list, its whole record.
CREATE TABLE national (
  id bigint NOT NULL PRIMARY KEY,
  code text NOT NULL UNIQUE,
  listing text,
  record text
) {strict};
