-- Derived: the register of an office is printed in the order in which dossiers were taken in.
CREATE INDEX dossier_by_received ON dossier (office, received_at, id);

-- Apologies are due by the promised day.
CREATE INDEX dossier_by_promise ON dossier (holder, is_open, promised, id);
CREATE INDEX dossier_by_own_promise ON dossier (assignee, is_open, promised, id);
