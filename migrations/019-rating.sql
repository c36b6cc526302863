-- Derived: `motcua migrate` and `motcua rebuild` make them anew from what was told.

-- How applicants rated, by the event that told it. Which dossier it was is left out: what lists
-- ratings never names one.
CREATE TABLE rating (
  event bigint NOT NULL PRIMARY KEY,
  office text NOT NULL,
  procedure text NOT NULL,
  score bigint NOT NULL,
  at bigint NOT NULL
) {strict};

CREATE INDEX rating_by_office ON rating (office, at, event);
