-- The only door for writing.
SET LOCAL ROLE stet_writer;
SET LOCAL search_path = stet;

CREATE FUNCTION register_device(p_key uuid) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_id int;
BEGIN
  INSERT INTO stet.device(key, person_id) VALUES (p_key, stet.me()) ON CONFLICT (key) DO NOTHING;
  SELECT id INTO v_id FROM stet.device WHERE key = p_key;
  IF v_id IS NULL THEN
    RAISE insufficient_privilege USING MESSAGE = 'that device belongs to somebody else';
  END IF;
  RETURN v_id;
END $$;

-- Bytes are sent in pieces of one MiB and accepted once; the digest is verified by whoever reads them.
CREATE FUNCTION put_chunk(p_scope uuid, p_sha256 bytea, p_n int, p_data bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM stet.my_writes(p_scope)
      WHERE kind IN ('draft', 'library_segment', 'own_library_segment')) THEN
    RAISE insufficient_privilege USING MESSAGE = 'no file may be written here';
  END IF;
  INSERT INTO stet.blob_chunk VALUES (p_scope, p_sha256, p_n, p_data) ON CONFLICT DO NOTHING;
END $$;

-- ``rev`` is [version, device] of a field's last change: did another device make it after what this one had seen?
CREATE FUNCTION changed_elsewhere(rev jsonb, base bigint, device int) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT (rev->>0)::bigint > base AND (rev->>1)::int <> device
$$;

-- One statement merges a batch: ``o`` joins each operation to its row and gives a verdict, ``l`` compares field by field
-- where the row moved on since, ``m`` says what takes effect. LIMIT 1 forces one look-up by key for each operation, and
-- there is no join among o, l and m: wherever the planner could choose, missing statistics made it quadratic.
CREATE FUNCTION merge_ops(p_scope uuid, p_device int, p_version bigint, p_ops jsonb)
RETURNS TABLE(op uuid, status text, version bigint)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET jit = off
SET plan_cache_mode = force_custom_plan AS $$  -- a plan kept from when a table was small reads all of it
#variable_conflict use_column
DECLARE
  v_me uuid := stet.me();
  v_now timestamptz := clock_timestamp();
  v_rev jsonb := jsonb_build_array(p_version, p_device);
BEGIN
  RETURN QUERY
  WITH o AS MATERIALIZED (
    SELECT x.op, x.id, x.kind, coalesce(x.base, 0) AS base, x.parent, x.round, x.fields, r.id IS NOT NULL AS old,
      r.fields AS was, r.field_rev, r.updated_by, r.version > coalesce(x.base, 0) AS behind,
      coalesce(rd.fields->'blind' = 'true', false) AS blind,
      k.release = 'live' AND (pa.released OR w.is_mentee) AS is_released,
      done.status AS done, done.version AS done_version,
      CASE WHEN w.levels IS NULL THEN 'denied'
           WHEN jsonb_typeof(x.fields) IS DISTINCT FROM 'object' THEN 'rejected'
           WHEN r.id IS NULL AND (x.round IS NOT NULL AND rd.kind IS DISTINCT FROM 'round'
             OR x.parent IS NOT NULL AND pa.id IS NULL
                AND x.parent NOT IN (SELECT i.id FROM jsonb_to_recordset(p_ops) i(id uuid))) THEN 'rejected'
           WHEN r.kind <> x.kind THEN 'rejected'
           WHEN r.id IS NOT NULL AND r.author_id <> v_me AND NOT 'all' = ANY(w.levels) THEN 'denied'
           ELSE 'ok' END AS verdict
    FROM jsonb_to_recordset(p_ops) x(op uuid, id uuid, kind text, base bigint, parent uuid, round uuid, fields jsonb)
    LEFT JOIN (SELECT mw.kind, mw.levels, EXISTS (SELECT FROM stet.my_roles() mr
        WHERE mr.scope_id = p_scope AND mr.role = 'mentee') AS is_mentee FROM stet.my_writes(p_scope) mw) w ON w.kind = x.kind
    LEFT JOIN stet.kind k ON k.name = x.kind
    LEFT JOIN LATERAL (SELECT * FROM stet.op_log l WHERE l.scope_id = p_scope AND l.op_id = x.op LIMIT 1) done ON true
    LEFT JOIN LATERAL (SELECT * FROM stet.record r WHERE r.scope_id = p_scope AND r.id = x.id LIMIT 1) r ON true
    LEFT JOIN LATERAL (SELECT * FROM stet.record r WHERE r.scope_id = p_scope AND r.id = x.parent LIMIT 1) pa ON true
    LEFT JOIN LATERAL (SELECT * FROM stet.record r WHERE r.scope_id = p_scope AND r.id = x.round LIMIT 1) rd ON true
    WHERE x.kind IS DISTINCT FROM 'release'),
  l AS (
    SELECT o.*, mixed, done IS NULL AND verdict = 'ok' AS goes,
      CASE WHEN mixed THEN (  -- fields changed meanwhile to another value; a delete loses to any change
        SELECT array_agg(f.key) FROM jsonb_each(fields) f
        WHERE was->f.key IS DISTINCT FROM f.value AND (f.key = 'deleted' AND f.value = 'true'
          OR stet.changed_elsewhere(coalesce(field_rev->f.key, field_rev->''), base, p_device))) END AS lost,
      coalesce(mixed AND was->'deleted' = 'true' AND NOT fields ? 'deleted'  -- an edit brings back what was deleted
        AND stet.changed_elsewhere(field_rev->'deleted', base, p_device), false) AS back
    FROM o, LATERAL (SELECT CASE WHEN behind AND jsonb_typeof(fields) = 'object' THEN EXISTS (
      SELECT FROM jsonb_each(field_rev) e WHERE stet.changed_elsewhere(e.value, base, p_device))
      ELSE false END) x(mixed)),  -- another device changed the row meanwhile
  m AS MATERIALIZED (
    SELECT l.*,
      CASE WHEN lost IS NULL THEN fields ELSE fields - lost END
        || CASE WHEN back THEN '{"deleted": false}'::jsonb ELSE '{}' END AS good,
      CASE WHEN verdict = 'ok' AND (lost IS NOT NULL OR back) THEN 'conflict'
           WHEN verdict = 'ok' AND mixed THEN 'merged' ELSE verdict END AS status
    FROM l),
  ins AS (
    INSERT INTO stet.record(scope_id, id, kind, parent_id, round_id, fields, field_rev, blind, released, author_id,
      updated_by, updated_at, version)
    SELECT p_scope, id, kind, parent, round, fields, jsonb_build_object('', v_rev), blind, coalesce(is_released, false),
      v_me, v_me, v_now, p_version
    FROM m WHERE goes AND NOT old),
  upd AS (
    UPDATE stet.record r SET fields = r.fields || m.good, version = p_version, updated_by = v_me, updated_at = v_now,
      field_rev = r.field_rev || coalesce((SELECT jsonb_object_agg(k, v_rev) FROM jsonb_object_keys(m.good) k), '{}')
    FROM m WHERE goes AND old AND r.scope_id = p_scope AND r.id = m.id),
  con AS (
    INSERT INTO stet.conflict(scope_id, row_id, kind, field, kept, kept_by, lost, lost_by, op_id, version)
    SELECT p_scope, id, kind, k, was->k, updated_by, fields->k, v_me, op, p_version FROM m, unnest(lost) k WHERE goes
    UNION ALL
    SELECT p_scope, id, kind, 'deleted', 'false', v_me, 'true', updated_by, op, p_version FROM m WHERE goes AND back),
  logged AS (
    INSERT INTO stet.op_log
    SELECT p_scope, op, id, kind, base, fields, CASE WHEN goes THEN nullif(good, fields) END, status, p_version,
      p_device, v_me, v_now
    FROM m WHERE done IS NULL AND status <> 'denied')
  SELECT op, coalesce(done, status), coalesce(done_version, p_version) FROM m;
END $$;

-- A release names items and, for each, the version its author saw: {"items": {"<id>": <version>}}. It is refused when
-- another device changed an item since. The server puts the items' fields into the release row: that one row is all the
-- mentee gets, so a release is whole or absent at every step, and later edits do not show until they are released:
-- for rows of one's own, "said" holds what they said when it was clicked.
CREATE FUNCTION apply_release(p_scope uuid, p_device int, p_version bigint, p_op jsonb)
RETURNS TABLE(op uuid, status text, version bigint)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  v_me uuid := stet.me();
  v_op uuid := (p_op->>'op')::uuid;
  v_id uuid := (p_op->>'id')::uuid;
  v_want jsonb := p_op->'fields'->'items';
  v_said jsonb := p_op->'fields'->'said';
  v_items jsonb;
  v_blind boolean;
  v_round uuid;
  v_status text := 'ok';
BEGIN
  RETURN QUERY SELECT l.op_id, l.status, l.version FROM stet.op_log l WHERE l.scope_id = p_scope AND l.op_id = v_op;
  IF FOUND THEN
    RETURN;
  END IF;
  IF NOT EXISTS (SELECT FROM stet.my_writes(p_scope) w WHERE w.kind = 'release') THEN
    RETURN QUERY SELECT v_op, 'denied', NULL::bigint;
    RETURN;
  END IF;
  SELECT jsonb_object_agg(r.id, jsonb_build_object(
           'kind', r.kind, 'version', r.version, 'author', r.author_id, 'fields', r.fields
             || CASE WHEN r.author_id = v_me AND jsonb_typeof(v_said->(r.id::text)) = 'object'
                  THEN v_said->(r.id::text) ELSE '{}' END)),
         bool_or(r.blind), (array_agg(r.round_id) FILTER (WHERE r.blind))[1]
    INTO v_items, v_blind, v_round
    FROM jsonb_each(v_want) w
    JOIN stet.record r ON r.scope_id = p_scope AND r.id = w.key::uuid
    JOIN stet.kind k ON k.name = r.kind
    WHERE k.release IS NOT NULL AND (r.author_id = v_me OR NOT r.blind)
      AND NOT EXISTS (SELECT FROM jsonb_each(r.field_rev) e
        WHERE stet.changed_elsewhere(e.value, w.value::bigint, p_device));
  IF v_items IS NULL
     OR (SELECT count(*) FROM jsonb_object_keys(v_items)) <> (SELECT count(*) FROM jsonb_object_keys(v_want))
     OR EXISTS (SELECT FROM stet.record r WHERE r.scope_id = p_scope AND r.id = v_id) THEN
    v_status := 'rejected';
  ELSE
    INSERT INTO stet.record(scope_id, id, kind, parent_id, round_id, fields, field_rev, blind, released, author_id,
      updated_by, updated_at, version)
    VALUES (p_scope, v_id, 'release', (p_op->>'parent')::uuid, v_round,
      ((p_op->'fields') - 'said'::text) || jsonb_build_object('items', v_items), jsonb_build_object('', jsonb_build_array(p_version, p_device)),
      v_blind, true, v_me, v_me, clock_timestamp(), p_version);
    UPDATE stet.record r SET released = true FROM stet.kind k
      WHERE r.scope_id = p_scope AND r.id IN (SELECT key::uuid FROM jsonb_object_keys(v_items) key)
        AND k.name = r.kind AND k.release = 'snapshot' AND NOT r.released;
    UPDATE stet.record r SET released = true, version = p_version FROM stet.kind k  -- it enters the mentee's next pull
      WHERE r.scope_id = p_scope AND k.name = r.kind AND k.release = 'live' AND NOT r.released
        AND (r.id IN (SELECT key::uuid FROM jsonb_object_keys(v_items) key)
          OR r.parent_id IN (SELECT key::uuid FROM jsonb_object_keys(v_items) key));
  END IF;
  INSERT INTO stet.op_log VALUES (p_scope, v_op, v_id, 'release', 0, p_op->'fields',
    CASE v_status WHEN 'ok' THEN jsonb_build_object('items', v_items) END, v_status, p_version, p_device, v_me,
    clock_timestamp());
  RETURN QUERY SELECT v_op, v_status, p_version;
END $$;

-- One scope a call; operations with ids fixed by the client, at most one for a row, a release last. Answers: ok (the
-- client may count the row as seen up to this version), merged (it holds changes the client has not seen: its base stays
-- until the pull), conflict (the same, and a value lost), denied, rejected. Client values for author, person, time and
-- version are not read at all.
CREATE FUNCTION sync_push(p_scope uuid, p_device int, p_ops jsonb) RETURNS TABLE(op uuid, status text, version bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  v_version bigint;
  v_last jsonb := p_ops->-1;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'sync_push needs READ COMMITTED';
  END IF;
  IF NOT EXISTS (SELECT FROM stet.device WHERE id = p_device) THEN
    RAISE insufficient_privilege USING MESSAGE = 'not your device';
  END IF;
  IF (SELECT count(*) <> count(DISTINCT o->>'id') OR count(*) <> count(DISTINCT o->>'op') OR count(*) > 5000
        OR count(*) FILTER (WHERE o->>'kind' = 'release') <> (v_last->>'kind' = 'release')::int
      FROM jsonb_array_elements(p_ops) o) THEN
    RAISE invalid_parameter_value USING MESSAGE = 'one operation for a row, one release at most, last';
  END IF;
  -- Locks the scope and takes the next version; the statements after it see all that earlier holders committed.
  UPDATE stet.scope s SET version = s.version + 1 WHERE s.id = p_scope RETURNING s.version INTO v_version;
  IF NOT FOUND THEN
    RETURN QUERY SELECT (o->>'op')::uuid, 'denied', NULL::bigint FROM jsonb_array_elements(p_ops) o;
    RETURN;
  END IF;
  RETURN QUERY SELECT * FROM stet.merge_ops(p_scope, p_device, v_version, p_ops);
  IF v_last->>'kind' = 'release' THEN
    RETURN QUERY SELECT * FROM stet.apply_release(p_scope, p_device, v_version, v_last);
  END IF;
  IF p_ops @> '[{"kind": "round"}]' THEN  -- an opened round: its rows get a new version, so that co-mentors pull them
    UPDATE stet.record r SET blind = false, version = v_version WHERE r.scope_id = p_scope AND r.blind
      AND NOT EXISTS (SELECT FROM stet.record d
        WHERE d.scope_id = p_scope AND d.id = r.round_id AND d.fields->'blind' = 'true');
  END IF;
  PERFORM pg_notify('stet', p_scope::text);  -- the scope's id alone: payloads go past row-level security
END $$;

GRANT EXECUTE ON FUNCTION register_device(uuid), put_chunk(uuid, bytea, int, bytea), sync_push(uuid, int, jsonb)
  TO stet_user;
RESET ROLE;
