-- Derived: `motcua rebuild` makes it anew from what was told.

-- The end of a desk's day: the cash that was counted and handed in. It was a working row before, which
-- no event told; what was closed then cannot be told now, so it goes.
DROP TABLE day_close;

CREATE TABLE day_close (
  office text NOT NULL,
  day text NOT NULL,
  expected bigint NOT NULL,
  receipts bigint NOT NULL,
  counted bigint NOT NULL,
  difference text NOT NULL,
  closed_by text NOT NULL,
  closed_at bigint NOT NULL,
  PRIMARY KEY (office, day)
) {strict without rowid};
