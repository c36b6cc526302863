-- Working: backed up, not rebuilt. A notice is written in the commit of the event that it tells of,
-- and a rebuild tells nobody again.

-- What an applicant is to be told of, and whether it was: due, sent, untimely, nowhere (no address),
-- uncarried (no carrier), unknown (erased).
CREATE TABLE notice (
  event bigint NOT NULL PRIMARY KEY,
  dossier bigint NOT NULL,
  about text NOT NULL,
  told_at bigint NOT NULL,
  state text NOT NULL
) {strict};

CREATE INDEX notice_due ON notice (event) WHERE state = 'due';
CREATE INDEX notice_by_dossier ON notice (dossier, event);

-- Its letters, one for each way to the applicant. `shown` is the address with most of it hidden; an
-- erasure takes it away.
CREATE TABLE notice_letter (
  letter bigint NOT NULL PRIMARY KEY,
  event bigint NOT NULL,
  dossier bigint NOT NULL,
  carrier text NOT NULL,
  shown text,
  state text NOT NULL,
  settled_at bigint,
  reason text
) {strict};

CREATE INDEX notice_letter_by_dossier ON notice_letter (dossier, letter);
CREATE INDEX notice_letter_waiting ON notice_letter (letter) WHERE state = 'waiting';
