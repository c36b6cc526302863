-- Derived: `motcua rebuild` makes them anew from what was told.

-- Who works on the record of a broken glass, and is told of it at once.
CREATE TABLE glass_told (
  glass bigint NOT NULL,
  account text NOT NULL,
  PRIMARY KEY (glass, account)
) {strict without rowid};

CREATE INDEX glass_told_by_account ON glass_told (account, glass);

-- The search of readings asks kind by kind: each index names a kind whole, and ends in the time.
DROP INDEX reading_by_reader;
CREATE INDEX reading_by_reader ON reading (reader, office, purpose, action, at, id);
DROP INDEX reading_by_office;
CREATE INDEX reading_by_office ON reading (office, purpose, action, at, id);
DROP INDEX reading_by_action;
