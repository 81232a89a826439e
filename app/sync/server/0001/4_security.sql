-- Who may touch which rows. FORCE: otherwise the owner of a table sees all of it.
SET LOCAL ROLE stet_owner;
SET LOCAL search_path = stet;

DO $$ DECLARE t text; BEGIN
  FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'stet' LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
    IF t IN ('record', 'op_log', 'conflict', 'blob_chunk') THEN
      EXECUTE format('CREATE POLICY erase ON %I TO stet_eraser USING (true)', t);
    ELSE
      EXECUTE format('CREATE POLICY own ON %I TO stet_owner, stet_admin, stet_eraser USING (true) WITH CHECK (true)', t);
    END IF;
  END LOOP;
END $$;

CREATE POLICY read ON meta FOR SELECT TO stet_user USING (true);
CREATE POLICY read ON kind FOR SELECT TO stet_user, stet_writer USING (true);
CREATE POLICY read ON permission FOR SELECT TO stet_user USING (true);
CREATE POLICY read ON scope FOR SELECT TO stet_user USING (id IN (SELECT scope_id FROM my_roles()));
CREATE POLICY read ON team FOR SELECT TO stet_user USING (id IN (SELECT s.team_id FROM scope s));
CREATE POLICY read ON person FOR SELECT TO stet_user USING (id IN (SELECT my_colleagues()));
CREATE POLICY read ON member FOR SELECT TO stet_user USING (team_id IN (SELECT s.team_id FROM scope s));
CREATE POLICY read ON pairing FOR SELECT TO stet_user
  USING (mentor_id IN (SELECT my_colleagues()) AND mentee_id IN (SELECT my_colleagues()));

-- What the mentee sees of a mentor's work is the snapshot inside the release rows, never these rows themselves.
-- The (scope, kind) pairs become hash tables that are filled once for a query.
CREATE POLICY read ON record FOR SELECT TO stet_user USING (
  (scope_id, kind) IN (SELECT r.scope_id, r.kind FROM my_reads('all') r)
  OR (scope_id, kind) IN (SELECT r.scope_id, r.kind FROM my_reads('open') r)
     AND (NOT blind OR author_id = (SELECT me()))
  OR (scope_id, kind) IN (SELECT r.scope_id, r.kind FROM my_reads('released') r)
     AND (released AND NOT blind OR author_id = (SELECT me())));
CREATE POLICY read ON op_log FOR SELECT TO stet_user USING (person_id = (SELECT me()));
CREATE POLICY read ON conflict FOR SELECT TO stet_user
  USING ((SELECT me()) IN (kept_by, lost_by) AND scope_id IN (SELECT scope_id FROM my_roles()));
-- A file's bytes are seen through a draft or a library's segment that is seen; a release says nothing about them.
CREATE POLICY read ON blob_chunk FOR SELECT TO stet_user
  USING (scope_id IN (SELECT r.scope_id FROM my_reads('all') r
    WHERE r.kind IN ('draft', 'library_segment', 'own_library_segment')));

-- sync_push checks each operation; these hold even where it has a mistake: never outside the caller's scopes or name.
CREATE POLICY see ON scope FOR SELECT TO stet_writer USING (id = ANY((SELECT my_write_scopes())::uuid[]));
CREATE POLICY bump ON scope FOR UPDATE TO stet_writer USING (id = ANY((SELECT my_write_scopes())::uuid[]));
CREATE POLICY see ON record FOR SELECT TO stet_writer USING (scope_id = ANY((SELECT my_write_scopes())::uuid[]));
CREATE POLICY change ON record FOR UPDATE TO stet_writer USING (scope_id = ANY((SELECT my_write_scopes())::uuid[]));
CREATE POLICY add ON record FOR INSERT TO stet_writer
  WITH CHECK (scope_id = ANY((SELECT my_write_scopes())::uuid[]) AND author_id = (SELECT me()));
CREATE POLICY log ON op_log TO stet_writer USING (person_id = (SELECT me())) WITH CHECK (person_id = (SELECT me()));
CREATE POLICY add ON conflict FOR INSERT TO stet_writer
  WITH CHECK (scope_id = ANY((SELECT my_write_scopes())::uuid[]));
CREATE POLICY add ON blob_chunk TO stet_writer USING (scope_id = ANY((SELECT my_write_scopes())::uuid[]))
  WITH CHECK (scope_id = ANY((SELECT my_write_scopes())::uuid[]));
CREATE POLICY mine ON device TO stet_writer USING (person_id = (SELECT me())) WITH CHECK (person_id = (SELECT me()));

GRANT SELECT ON meta, kind, permission, scope, team, member, pairing, record, op_log, conflict, blob_chunk TO stet_user;
GRANT SELECT (id, name, active) ON person TO stet_user;
GRANT SELECT ON comment, score, released_item TO stet_user;
GRANT SELECT ON kind TO stet_writer;
GRANT SELECT, INSERT ON op_log, conflict, blob_chunk, device TO stet_writer;
GRANT SELECT, INSERT, UPDATE ON record TO stet_writer;
GRANT SELECT, UPDATE (version) ON scope TO stet_writer;
GRANT SELECT, INSERT, UPDATE, DELETE ON person, team, member, pairing TO stet_admin;
GRANT SELECT, INSERT, UPDATE (began) ON scope TO stet_admin;
GRANT SELECT ON erased, kind, permission, device TO stet_admin;
GRANT SELECT, UPDATE (epoch) ON meta TO stet_admin;
GRANT SELECT, DELETE ON record, op_log, conflict, blob_chunk, pairing, member, scope, device TO stet_eraser;
GRANT SELECT, UPDATE ON person, meta TO stet_eraser;
GRANT INSERT ON erased TO stet_eraser;
GRANT UPDATE (version, began) ON scope TO stet_eraser;  -- the version to lock it
RESET ROLE;
