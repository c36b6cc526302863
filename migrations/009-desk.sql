-- Derived: `motcua rebuild` makes them anew from what was told.

-- Papers from hand to hand: a row for each side of a hand-over, by the version of its event.
-- `list` is the number of the batch list that it stands on.
CREATE TABLE hand_over (
  id bigint NOT NULL,
  version bigint NOT NULL,
  side text NOT NULL,
  list text,
  giver text NOT NULL,
  taker text NOT NULL,
  sets bigint NOT NULL,
  at bigint NOT NULL,
  account text NOT NULL,
  PRIMARY KEY (id, version)
) {strict without rowid};

CREATE INDEX hand_over_by_list ON hand_over (list, id);

-- Working: kept with the database, not rebuilt.

-- Dossiers that somebody scanned and has not handed over yet.
CREATE TABLE hand_over_draft (
  account text NOT NULL,
  code text NOT NULL,
  scanned_at bigint NOT NULL,
  PRIMARY KEY (account, code)
) {strict without rowid};

-- Batch lists: the head of each, and what the taker found different. Which dossiers stand on it
-- was told by the dossiers themselves. A form that comes twice gets the first number again.
CREATE TABLE hand_over_list (
  number text NOT NULL PRIMARY KEY,
  form_key text NOT NULL UNIQUE,
  giver text NOT NULL,
  taker text NOT NULL,
  day text NOT NULL,
  given_at bigint NOT NULL,
  given_by text NOT NULL,
  remark text NOT NULL
) {strict without rowid};

CREATE INDEX hand_over_list_by_giver ON hand_over_list (giver, day);
CREATE INDEX hand_over_list_by_taker ON hand_over_list (taker, day);

-- The end of a desk's day: the cash that was counted and handed in.
CREATE TABLE day_close (
  office text NOT NULL,
  day text NOT NULL,
  expected bigint NOT NULL,
  counted bigint NOT NULL,
  difference text NOT NULL,
  closed_by text NOT NULL,
  closed_at bigint NOT NULL,
  PRIMARY KEY (office, day)
) {strict without rowid};
