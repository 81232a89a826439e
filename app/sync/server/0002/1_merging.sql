-- The merge looks every row up by its key, whatever the planner believes of the tables: a third less work where rows
-- change, and its plan is made once for a connection.
SET LOCAL ROLE stet_owner;
GRANT CREATE ON SCHEMA stet TO stet_writer;  -- taken back at the end
SET LOCAL ROLE stet_writer;

-- One statement merges a batch: ``o`` joins each operation to its row and gives a verdict, ``l`` compares field by
-- field where the row moved on since, ``m`` says what takes effect. LIMIT 1 forces one look-up by key for each
-- operation, ON CONFLICT one for each change: wherever the planner could choose, missing statistics made it quadratic.
-- The plan that is kept must also do when the tables have grown, so there are no sequential scans. OFFSET 0 keeps the
-- levels apart: each is worked out once for a row. What is empty and was never written is nothing that could be lost.
CREATE OR REPLACE FUNCTION stet.merge_ops(p_scope uuid, p_device int, p_version bigint, p_ops jsonb)
RETURNS TABLE(op uuid, status text, version bigint)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET jit = off
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
  v_me uuid := stet.me();
  v_now timestamptz := clock_timestamp();
  v_rev jsonb := jsonb_build_array(p_version, p_device);
  v_first jsonb := jsonb_build_object('', v_rev);
  v_mentee boolean := EXISTS (SELECT FROM stet.my_roles() r WHERE r.scope_id = p_scope AND r.role = 'mentee');
  v_any text[];  -- the kinds that the caller may write here,
  v_all text[];  -- of these those where others' rows too,
  v_live text[];  -- and those that are open to the mentee once released
BEGIN
  SELECT coalesce(array_agg(w.kind), '{}'), coalesce(array_agg(w.kind) FILTER (WHERE 'all' = ANY(w.levels)), '{}'),
      coalesce(array_agg(w.kind) FILTER (WHERE k.release = 'live'), '{}')
    INTO v_any, v_all, v_live FROM stet.my_writes(p_scope) w JOIN stet.kind k ON k.name = w.kind;
  RETURN QUERY
  WITH m AS MATERIALIZED (
    SELECT op, id, kind, base, parent, round, fields, old, blind, opened, done, done_version, goes, lost, back,
      updated_by,
      CASE WHEN lost IS NOT NULL THEN was END AS was,
      CASE WHEN lost IS NOT NULL OR back THEN  -- what takes effect, where that differs from the fields
        CASE WHEN lost IS NULL THEN fields ELSE fields - lost END
          || CASE WHEN back THEN '{"deleted": false}'::jsonb ELSE '{}' END END AS good,
      CASE WHEN verdict = 'ok' AND (lost IS NOT NULL OR back) THEN 'conflict'
           WHEN verdict = 'ok' AND mixed THEN 'merged' ELSE verdict END AS status
    FROM (
      SELECT o.*, done IS NULL AND verdict = 'ok' AS goes,
        CASE WHEN mixed THEN (  -- fields changed meanwhile to another value; a delete loses to any change
          SELECT array_agg(f.key) FROM jsonb_each(fields) f
          WHERE was->f.key IS DISTINCT FROM f.value AND (f.key = 'deleted' AND f.value = 'true'
            OR stet.changed_elsewhere(coalesce(field_rev->f.key, field_rev->''), base, p_device)
              AND (field_rev ? f.key OR coalesce(was->f.key, 'null') NOT IN ('null', '""', '[]')))) END AS lost,
        coalesce(mixed AND was->'deleted' = 'true' AND NOT fields ? 'deleted'  -- an edit brings back what was deleted
          AND stet.changed_elsewhere(coalesce(field_rev->'deleted', field_rev->''), base, p_device), false) AS back
      FROM (
        SELECT x.op, x.id, x.kind, coalesce(x.base, 0) AS base, x.parent, x.round, x.fields, r.id IS NOT NULL AS old,
          r.fields AS was, r.field_rev, r.updated_by, done.status AS done, done.version AS done_version,
          coalesce(rd.fields->'blind' = 'true', false) AS blind,
          coalesce(x.kind = ANY(v_live) AND (pa.released OR v_mentee), false) AS opened,
          CASE WHEN r.version > coalesce(x.base, 0) AND jsonb_typeof(x.fields) = 'object'
            THEN EXISTS (SELECT FROM jsonb_each(r.field_rev) e  -- another device changed the row meanwhile
              WHERE stet.changed_elsewhere(e.value, coalesce(x.base, 0), p_device)) ELSE false END AS mixed,
          CASE WHEN (x.kind = ANY(v_any)) IS NOT TRUE THEN 'denied'
               WHEN jsonb_typeof(x.fields) IS DISTINCT FROM 'object' THEN 'rejected'
               WHEN r.id IS NULL AND (x.round IS NOT NULL AND rd.kind IS DISTINCT FROM 'round'
                 OR x.parent IS NOT NULL AND pa.id IS NULL
                    AND x.parent NOT IN (SELECT i.id FROM jsonb_to_recordset(p_ops) i(id uuid))) THEN 'rejected'
               WHEN r.kind <> x.kind THEN 'rejected'
               WHEN r.id IS NOT NULL AND r.author_id <> v_me AND NOT x.kind = ANY(v_all) THEN 'denied'
               ELSE 'ok' END AS verdict
        FROM jsonb_to_recordset(p_ops)
          x(op uuid, id uuid, kind text, base bigint, parent uuid, round uuid, fields jsonb)
        LEFT JOIN LATERAL (
          SELECT * FROM stet.op_log g WHERE g.scope_id = p_scope AND g.op_id = x.op LIMIT 1) done ON true
        LEFT JOIN LATERAL (
          SELECT * FROM stet.record e WHERE e.scope_id = p_scope AND e.id = x.id LIMIT 1) r ON true
        LEFT JOIN LATERAL (
          SELECT * FROM stet.record e WHERE e.scope_id = p_scope AND e.id = x.parent LIMIT 1) pa ON true
        LEFT JOIN LATERAL (
          SELECT * FROM stet.record e WHERE e.scope_id = p_scope AND e.id = x.round LIMIT 1) rd ON true
        WHERE x.kind IS DISTINCT FROM 'release' OFFSET 0) o OFFSET 0) l),
  ins AS (
    INSERT INTO stet.record(scope_id, id, kind, parent_id, round_id, fields, field_rev, blind, released, author_id,
      updated_by, updated_at, version)
    SELECT p_scope, id, kind, parent, round, fields, v_first, blind, opened, v_me, v_me, v_now, p_version
    FROM m WHERE goes AND NOT old),
  upd AS (  -- never an insert: the rows are there
    INSERT INTO stet.record AS r(scope_id, id, kind, fields, field_rev, author_id, updated_by, updated_at, version)
    SELECT p_scope, id, kind, coalesce(good, fields), coalesce((SELECT jsonb_object_agg(k, v_rev)
        FROM (SELECT jsonb_object_keys(coalesce(good, fields)) AS k) keys), '{}'), v_me, v_me, v_now, p_version
    FROM m WHERE goes AND old
    ON CONFLICT (scope_id, id) DO UPDATE SET fields = r.fields || excluded.fields,
      field_rev = r.field_rev || excluded.field_rev, updated_by = excluded.updated_by,
      updated_at = excluded.updated_at, version = excluded.version),
  con AS (
    INSERT INTO stet.conflict(scope_id, row_id, kind, field, kept, kept_by, lost, lost_by, op_id, version)
    SELECT p_scope, id, kind, k, was->k, updated_by, fields->k, v_me, op, p_version
    FROM m, unnest(lost) k WHERE goes AND lost IS NOT NULL
    UNION ALL
    SELECT p_scope, id, kind, 'deleted', 'false', v_me, 'true', updated_by, op, p_version FROM m WHERE goes AND back),
  logged AS (
    INSERT INTO stet.op_log
    SELECT p_scope, op, id, kind, base, fields, CASE WHEN goes THEN good END, status, p_version, p_device, v_me, v_now
    FROM m WHERE done IS NULL AND status <> 'denied')
  SELECT op, coalesce(done, status), coalesce(done_version, p_version) FROM m;
END $$;
RESET ROLE;
SET LOCAL ROLE stet_owner;
REVOKE CREATE ON SCHEMA stet FROM stet_writer;
RESET ROLE;
