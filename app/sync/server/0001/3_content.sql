-- Content: one table for the rows of every kind. No foreign keys: sync_push holds the scope's row and checks parents
-- itself, and a trigger for each row costs more than the row.
SET LOCAL ROLE stet_owner;
SET LOCAL search_path = stet;

CREATE TABLE record(
  scope_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  parent_id uuid,  -- what it is about, in the same scope; set once
  round_id uuid,  -- the calibration round it was written for, in the same scope; set once
  fields jsonb NOT NULL CHECK (jsonb_typeof(fields) = 'object' AND pg_column_size(fields) < 8000000),
  field_rev jsonb NOT NULL,  -- field -> [version, device] of its last change; '' is the insert
  deleted boolean NOT NULL GENERATED ALWAYS AS (coalesce(fields->'deleted' = 'true', false)) STORED,
  blind boolean NOT NULL DEFAULT false,  -- hidden from co-mentors until the lead opens the round
  released boolean NOT NULL DEFAULT false,  -- a release has named it
  author_id uuid NOT NULL,
  updated_by uuid NOT NULL,
  updated_at timestamptz NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (scope_id, id));
-- Partial, and the pull says "version > 0": so that look-ups by id never take this index and read a whole scope.
CREATE INDEX record_pull ON record(scope_id, version) WHERE version > 0;

CREATE TABLE op_log(
  scope_id uuid NOT NULL,
  op_id uuid NOT NULL,
  row_id uuid NOT NULL,
  kind text NOT NULL,
  base bigint NOT NULL,
  patch jsonb NOT NULL,
  applied jsonb,  -- what took effect, where that differs from the patch
  status text NOT NULL,
  version bigint NOT NULL,
  device int NOT NULL,
  person_id uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (scope_id, op_id));

CREATE TABLE conflict(
  scope_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  row_id uuid NOT NULL,
  kind text NOT NULL,
  field text NOT NULL,
  kept jsonb,
  kept_by uuid NOT NULL,
  lost jsonb,
  lost_by uuid NOT NULL,
  op_id uuid NOT NULL,
  version bigint NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (scope_id, id));
CREATE INDEX conflict_pull ON conflict(scope_id, version);

CREATE TABLE blob_chunk(
  scope_id uuid,
  sha256 bytea CHECK (length(sha256) = 32),
  n int CHECK (n BETWEEN 0 AND 2047),
  data bytea NOT NULL CHECK (length(data) <= 1048576),
  PRIMARY KEY (scope_id, sha256, n));
ALTER TABLE blob_chunk ALTER data SET STORAGE EXTERNAL;

-- Views for people with SQL or BI tools. security_invoker: the reader's own policies apply; without it a view reads as
-- its owner and leaks.
CREATE VIEW comment WITH (security_invoker) AS
  SELECT scope_id, id, author_id, version, updated_at, parent_id AS draft_id, fields->>'kind' AS kind,
    fields->>'body' AS body, fields->>'criterion' AS criterion
  FROM record WHERE record.kind = 'comment' AND NOT deleted;
CREATE VIEW score WITH (security_invoker) AS
  SELECT scope_id, id, author_id, version, updated_at, parent_id AS review_id, fields->>'criterion' AS criterion,
    fields->>'level' AS level
  FROM record WHERE kind = 'score' AND NOT deleted;
CREATE VIEW released_item WITH (security_invoker) AS  -- the newest released state of each item
  SELECT DISTINCT ON (r.scope_id, i.key) r.scope_id, i.key::uuid AS id, i.value->>'kind' AS kind,
    (i.value->>'version')::bigint AS item_version, (i.value->>'author')::uuid AS author_id, i.value->'fields' AS fields,
    r.id AS release_id, r.version
  FROM record r, jsonb_each(r.fields->'items') i WHERE r.kind = 'release' ORDER BY r.scope_id, i.key, r.version DESC;
RESET ROLE;
