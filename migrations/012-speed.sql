-- Most open dossiers lie with a desk and nobody has taken them, and few were handed in by an account:
-- what is not there needs no entry, and every entry is written with every filing.
DROP INDEX dossier_by_assignee;
DROP INDEX dossier_by_own_promise;
DROP INDEX dossier_by_account;
CREATE INDEX dossier_by_assignee ON dossier (assignee, is_open, due, id)
  WHERE assignee IS NOT NULL;
CREATE INDEX dossier_by_own_promise ON dossier (assignee, is_open, promised, id)
  WHERE assignee IS NOT NULL;
CREATE INDEX dossier_by_account ON dossier (account, id) WHERE account IS NOT NULL;

-- Who has something open in an office: each is found behind the one before.
CREATE INDEX dossier_by_hand ON dossier (holder, assignee)
  WHERE is_open = 1 AND assignee IS NOT NULL;
