-- Derived: `motcua migrate` and `motcua rebuild` make them anew from what was told.

-- What figures count dossiers by: when one was taken in here, and how it finished.
ALTER TABLE dossier ADD COLUMN
  taken_in_at bigint;
ALTER TABLE dossier ADD COLUMN
  imported bigint NOT NULL DEFAULT 0;
ALTER TABLE dossier ADD COLUMN
  punctuality text;
ALTER TABLE dossier ADD COLUMN
  lawful bigint;
ALTER TABLE dossier ADD COLUMN
  online_level bigint;
ALTER TABLE dossier ADD COLUMN
  days_law bigint;
ALTER TABLE dossier ADD COLUMN
  days_promised bigint;
ALTER TABLE dossier ADD COLUMN
  days_taken bigint;

-- A figure's records: those of an office that were taken in, and that ended, in a window.
CREATE INDEX dossier_by_taken_in ON dossier (office, taken_in_at, id)
  WHERE taken_in_at IS NOT NULL;
CREATE INDEX dossier_by_end ON dossier (office, ended_at, id) WHERE ended_at IS NOT NULL;
