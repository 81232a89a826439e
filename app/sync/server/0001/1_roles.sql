-- Group roles; they are shared by all databases of the server, so they may be there already.
--   stet_owner   owns the schema, the tables and the functions that answer "who am I, where may I"
--   stet_writer  owns the one door for writing; no table owner, so row-level security binds it
--   stet_eraser  owns erase_person; the only role that can delete content
--   stet_user    every person
--   stet_admin   people who manage people; it reads no content
DO $$ DECLARE r text; BEGIN
  FOREACH r IN ARRAY ARRAY['stet_owner', 'stet_writer', 'stet_eraser', 'stet_user', 'stet_admin'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', r);
    END IF;
    IF NOT pg_has_role(CURRENT_USER, r, 'MEMBER') OR r IN ('stet_owner', 'stet_writer', 'stet_eraser') THEN
      EXECUTE format('GRANT %I TO CURRENT_USER', r);
    END IF;
  END LOOP;
END $$;

DO $$ BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO stet_user, stet_admin', current_database());
END $$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
CREATE SCHEMA stet AUTHORIZATION stet_owner;
ALTER DEFAULT PRIVILEGES FOR ROLE stet_owner, stet_writer, stet_eraser REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
SET LOCAL ROLE stet_owner;
GRANT USAGE ON SCHEMA stet TO stet_user, stet_admin, stet_writer, stet_eraser;
GRANT CREATE ON SCHEMA stet TO stet_writer, stet_eraser;  -- taken back at the end
RESET ROLE;
