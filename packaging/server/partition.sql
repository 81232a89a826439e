-- Splits the tables of content by the hash of their scope, with their rows, locks and grants; see README.md. Run it as the
-- database's superuser with nobody connected, on a copy first: psql -v ON_ERROR_STOP=1 -1 -d stet -f partition.sql
DO $$
DECLARE
  parts CONSTANT int := 8;
  t text; columns text; p record; v record;
  views text[] := '{}';
BEGIN
  FOR v IN SELECT c.oid, c.relname, pg_get_viewdef(c.oid) AS says FROM pg_class c
      WHERE c.relnamespace = 'stet'::regnamespace AND c.relkind = 'v' LOOP
    views := views || format('CREATE VIEW stet.%I WITH (security_invoker) AS %s', v.relname, v.says)
      || format('ALTER VIEW stet.%I OWNER TO stet_owner', v.relname) || format('GRANT SELECT ON stet.%I TO stet_user', v.relname);
    EXECUTE format('DROP VIEW stet.%I', v.relname);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['record', 'op_log', 'conflict', 'blob_chunk'] LOOP
    EXECUTE format('ALTER TABLE stet.%I RENAME TO %I', t, t || '_whole');
    EXECUTE format('CREATE TABLE stet.%I (LIKE stet.%I INCLUDING ALL) PARTITION BY HASH (scope_id)', t, t || '_whole');
    EXECUTE format('ALTER TABLE stet.%I OWNER TO stet_owner', t);
    EXECUTE format('ALTER TABLE stet.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
    FOR i IN 0 .. parts - 1 LOOP
      EXECUTE format('CREATE TABLE stet.%I PARTITION OF stet.%I FOR VALUES WITH (MODULUS %s, REMAINDER %s)',
        t || '_' || i, t, parts, i);
      EXECUTE format('ALTER TABLE stet.%I OWNER TO stet_owner', t || '_' || i);
      -- Nobody has a grant on a part; the lock is for the owner.
      EXECUTE format('ALTER TABLE stet.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t || '_' || i);
    END LOOP;
    FOR p IN SELECT * FROM pg_policies WHERE schemaname = 'stet' AND tablename = t || '_whole' LOOP
      EXECUTE format('CREATE POLICY %I ON stet.%I FOR %s TO %s %s %s', p.policyname, t, p.cmd,
        array_to_string(p.roles, ', '), 'USING (' || p.qual || ')', 'WITH CHECK (' || p.with_check || ')');
    END LOOP;
    FOR p IN SELECT grantee, privilege_type FROM information_schema.role_table_grants
        WHERE table_schema = 'stet' AND table_name = t || '_whole' AND grantee LIKE 'stet\_%' AND grantee <> 'stet_owner' LOOP
      EXECUTE format('GRANT %s ON stet.%I TO %I', p.privilege_type, t, p.grantee);
    END LOOP;
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO columns FROM pg_attribute
      WHERE attrelid = format('stet.%I', t)::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
    EXECUTE format('INSERT INTO stet.%I(%s) SELECT %s FROM stet.%I', t, columns, columns, t || '_whole');
    EXECUTE format('DROP TABLE stet.%I', t || '_whole');
  END LOOP;
  FOREACH t IN ARRAY views LOOP
    EXECUTE t;
  END LOOP;
END $$;
