-- Derived: `motcua migrate` and `motcua rebuild` make them anew from what was told.

-- Statutory reports as they were frozen, with their figures. `rows_by` is what their rows are of.
CREATE TABLE report (
  id bigint NOT NULL PRIMARY KEY,
  stream text NOT NULL UNIQUE,
  form text NOT NULL,
  office text NOT NULL,
  from_day text NOT NULL,
  to_day text NOT NULL,
  rows_by text NOT NULL,
  sha256 text NOT NULL,
  frozen_by text NOT NULL,
  at bigint NOT NULL,
  report text NOT NULL
) {strict};
