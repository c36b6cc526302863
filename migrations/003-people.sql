-- Derived: `motcua rebuild` makes them anew from what was told.

-- Accounts: officers, citizens, organisations, programs.
CREATE TABLE account (
  id bigint NOT NULL PRIMARY KEY,
  stream text NOT NULL UNIQUE,
  kind text NOT NULL,
  closed bigint NOT NULL,
  factors bigint NOT NULL,
  opened bigint NOT NULL,
  last bigint NOT NULL
) {strict};

CREATE INDEX account_by_kind ON account (kind, id);

-- Who they are; personal, gone with an erasure.
CREATE TABLE person (
  id bigint NOT NULL PRIMARY KEY,
  account text NOT NULL UNIQUE,
  name text NOT NULL,
  sort_key text NOT NULL,
  person text NOT NULL
) {strict};

CREATE INDEX person_by_name ON person (sort_key, id);

{full text person_words}

-- Posts: proposed, held, declined; from one day to another, both included.
CREATE TABLE post (
  id bigint NOT NULL PRIMARY KEY,
  account text NOT NULL,
  number bigint NOT NULL,
  office text NOT NULL,
  position text NOT NULL,
  roles text NOT NULL,
  from_day text NOT NULL,
  to_day text NOT NULL,
  deputy_of text,
  standing text NOT NULL,
  proposed_by text NOT NULL,
  decided_by text
) {strict};

CREATE INDEX post_by_account ON post (account, number);
CREATE INDEX post_by_office ON post (office, standing, id);
CREATE INDEX post_by_standing ON post (standing, id);

-- Who read whose personal data, when, for which office and why; by event.
CREATE TABLE reading (
  id bigint NOT NULL PRIMARY KEY,
  at bigint NOT NULL,
  reader text NOT NULL,
  office text NOT NULL,
  position text NOT NULL,
  action text NOT NULL,
  purpose text NOT NULL,
  subject text,
  person text,
  rows_shown bigint
) {strict};

CREATE INDEX reading_by_person ON reading (person, at, id);
CREATE INDEX reading_by_subject ON reading (subject, at, id);
CREATE INDEX reading_by_reader ON reading (reader, at, id);
CREATE INDEX reading_by_office ON reading (office, at, id);
CREATE INDEX reading_by_purpose ON reading (purpose, action, at, id);
CREATE INDEX reading_by_action ON reading (action, at, id);
CREATE INDEX reading_by_at ON reading (at, id);

-- The questions of lists that were read; personal.
CREATE TABLE reading_query (
  id bigint NOT NULL PRIMARY KEY,
  stream text NOT NULL,
  query text NOT NULL
) {strict};

CREATE INDEX reading_query_by_stream ON reading_query (stream);

-- Broken glasses, and what was found of each.
CREATE TABLE glass (
  id bigint NOT NULL PRIMARY KEY,
  stream text NOT NULL UNIQUE,
  subject text NOT NULL,
  breaker text NOT NULL,
  office text NOT NULL,
  emergency text NOT NULL,
  at bigint NOT NULL,
  until bigint NOT NULL,
  review_by text NOT NULL,
  verdict text,
  reviewed_by text
) {strict};

CREATE INDEX glass_by_breaker ON glass (breaker, until);
CREATE INDEX glass_by_verdict ON glass (verdict, id);

-- Their reasons in words; personal.
CREATE TABLE glass_words (
  id bigint NOT NULL PRIMARY KEY,
  words text NOT NULL
) {strict};

-- What persons asked about their data, with the law's days.
CREATE TABLE request (
  id bigint NOT NULL PRIMARY KEY,
  stream text NOT NULL UNIQUE,
  account text NOT NULL,
  wish text NOT NULL,
  at bigint NOT NULL,
  answer_by text,
  finish_by text,
  acknowledged bigint NOT NULL,
  extended bigint NOT NULL,
  outcome text
) {strict};

CREATE INDEX request_by_account ON request (account, id);
CREATE INDEX request_by_outcome ON request (outcome, id);

-- What was written; personal.
CREATE TABLE request_words (
  id bigint NOT NULL PRIMARY KEY,
  asked text,
  answered text
) {strict};

-- Working: backed up, not rebuilt.

-- What somebody signs in with: a password's hash, a second factor's secret, recovery codes.
CREATE TABLE credential (
  account text NOT NULL,
  means text NOT NULL,
  id text NOT NULL,
  secret text NOT NULL,
  label text NOT NULL,
  made_at bigint NOT NULL,
  used_at bigint,
  PRIMARY KEY (account, means, id)
) {strict without rowid};

-- A passkey is of one account.
CREATE UNIQUE INDEX credential_by_passkey ON credential (id) WHERE means = 'passkey';

-- Sessions, by the hash of the token in the browser.
CREATE TABLE session (
  hash text NOT NULL PRIMARY KEY,
  account text NOT NULL,
  factor text NOT NULL,
  fresh_until bigint NOT NULL,
  made_at bigint NOT NULL,
  seen_at bigint NOT NULL,
  ends_at bigint NOT NULL,
  address text NOT NULL,
  browser text NOT NULL,
  csrf text NOT NULL
) {strict without rowid};

CREATE INDEX session_by_account ON session (account);
CREATE INDEX session_by_end ON session (ends_at);

-- Tokens of programs, by their hash.
CREATE TABLE token (
  hash text NOT NULL PRIMARY KEY,
  account text NOT NULL,
  label text NOT NULL,
  made_at bigint NOT NULL,
  used_at bigint,
  ends_at bigint NOT NULL
) {strict without rowid};

CREATE INDEX token_by_account ON token (account);

-- What is under way between two pages: a challenge, a code, a visit to an identity provider.
CREATE TABLE errand (
  hash text NOT NULL PRIMARY KEY,
  kind text NOT NULL,
  payload text NOT NULL,
  tries bigint NOT NULL,
  ends_at bigint NOT NULL
) {strict without rowid};

CREATE INDEX errand_by_end ON errand (ends_at);

-- Up to which broken glass somebody has seen their notices.
CREATE TABLE notice_seen (
  account text NOT NULL PRIMARY KEY,
  upto bigint NOT NULL
) {strict without rowid};

-- How often somebody guessed wrong, by what is guarded.
CREATE TABLE attempt (
  key text NOT NULL PRIMARY KEY,
  state text NOT NULL,
  ends_at bigint NOT NULL
) {strict without rowid};

CREATE INDEX attempt_by_end ON attempt (ends_at);
