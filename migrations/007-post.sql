-- Working: backed up, not rebuilt.

-- Messages to people: waiting for their carrier, taken by it, or failed; those of the demonstration
-- stay in its tray. `sealed` holds whom one is for and what it says, until it is settled.
CREATE TABLE letter (
  id bigint NOT NULL PRIMARY KEY,
  carrier text NOT NULL,
  about text NOT NULL,
  state text NOT NULL,
  sealed text,
  written_at bigint NOT NULL,
  ends_at bigint,
  due_at bigint NOT NULL,
  tries bigint NOT NULL,
  claimed_until bigint NOT NULL,
  answered_at bigint,
  reason text
) {strict};

CREATE INDEX letter_by_due ON letter (state, carrier, due_at, id);

{sequence letter_id}

-- They were jobs that nobody carried: codes, all ended long ago.
DELETE FROM job WHERE kind IN ('message', 'tray');
