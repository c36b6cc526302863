-- Working: files that people keep for what they hand in. Backed up with the files themselves,
-- not rebuilt. `name` is personal. `record` is the stream that names the file, once one does.
-- `object` is the file's name on disk, from the moment that all of it is there.
CREATE TABLE attachment (
  id text NOT NULL PRIMARY KEY,
  owner text NOT NULL,
  record text,
  state text NOT NULL,
  size bigint NOT NULL,
  sha256 text,
  object text,
  media_type text,
  name text NOT NULL,
  refusal text,
  uploaded_at bigint NOT NULL
) {strict};

CREATE INDEX attachment_by_owner ON attachment (owner, uploaded_at);
CREATE INDEX attachment_by_record ON attachment (record);
CREATE INDEX attachment_by_state ON attachment (state, uploaded_at);
CREATE INDEX attachment_by_object ON attachment (object);
