-- Erasing a person: their scopes' content goes, a stub stays, what they wrote elsewhere gets a pseudonym.
SET LOCAL ROLE stet_eraser;
SET LOCAL search_path = stet;

CREATE FUNCTION erase_person(p_person uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  v_scopes uuid[];
  t text;
BEGIN
  IF NOT pg_has_role(session_user, 'stet_admin', 'MEMBER') THEN
    RAISE insufficient_privilege USING MESSAGE = 'only an admin erases a person';
  END IF;
  SELECT coalesce(array_agg(id), '{}') INTO v_scopes FROM stet.scope WHERE owner_id = p_person;
  PERFORM FROM stet.scope WHERE id = ANY(v_scopes) FOR UPDATE;  -- no push runs in them any more
  FOREACH t IN ARRAY ARRAY['record', 'op_log', 'conflict', 'blob_chunk'] LOOP
    EXECUTE format('DELETE FROM stet.%I WHERE scope_id = ANY($1)', t) USING v_scopes;
  END LOOP;
  DELETE FROM stet.scope WHERE id = ANY(v_scopes);
  DELETE FROM stet.pairing WHERE p_person IN (mentor_id, mentee_id);
  DELETE FROM stet.member WHERE person_id = p_person;
  UPDATE stet.person SET name = 'erased person', login = NULL, active = false, is_admin = false WHERE id = p_person;
  INSERT INTO stet.erased(person_id) VALUES (p_person) ON CONFLICT DO NOTHING;
  UPDATE stet.scope SET began = version;
  UPDATE stet.meta SET epoch = gen_random_uuid();  -- clients purge and pull again
END $$;

GRANT EXECUTE ON FUNCTION erase_person(uuid) TO stet_admin;
RESET ROLE;
SET LOCAL ROLE stet_owner;
REVOKE CREATE ON SCHEMA stet FROM stet_writer, stet_eraser;
RESET ROLE;
