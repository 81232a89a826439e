-- Who exists, who mentors whom, which scopes there are: written by the admin alone.
SET LOCAL ROLE stet_owner;
SET LOCAL search_path = stet;

-- ``epoch`` changes when what clients hold must be pulled afresh: after a restore or an erasure.
CREATE TABLE meta(
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  epoch uuid NOT NULL DEFAULT gen_random_uuid(),
  schema_version int NOT NULL,
  min_client int NOT NULL DEFAULT 1,
  made_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE person(
  id uuid PRIMARY KEY,
  login name UNIQUE,
  name text NOT NULL CHECK (name <> ''),
  is_admin boolean NOT NULL DEFAULT false,
  active boolean NOT NULL DEFAULT true);
CREATE TABLE team(id uuid PRIMARY KEY, name text NOT NULL CHECK (name <> ''));
CREATE TABLE member(
  team_id uuid REFERENCES team,
  person_id uuid REFERENCES person,
  is_lead boolean NOT NULL DEFAULT false,
  PRIMARY KEY (team_id, person_id));
CREATE INDEX member_person ON member(person_id);
CREATE TABLE pairing(
  mentor_id uuid REFERENCES person,
  mentee_id uuid REFERENCES person,
  PRIMARY KEY (mentor_id, mentee_id),
  CONSTRAINT nobody_mentors_themselves CHECK (mentor_id <> mentee_id));
CREATE INDEX pairing_mentee ON pairing(mentee_id);

-- The unit of visibility, ordering and write locking: one for each mentee, each team, each person.
CREATE TABLE scope(
  id uuid PRIMARY KEY,
  type text NOT NULL CHECK (type IN ('mentee', 'team', 'personal')),
  owner_id uuid REFERENCES person,
  team_id uuid UNIQUE REFERENCES team,
  version bigint NOT NULL DEFAULT 0,
  began bigint NOT NULL DEFAULT 0,  -- the version when the epoch began; what a client knows beyond it is lost here
  UNIQUE (type, owner_id),
  CHECK ((type = 'team') = (owner_id IS NULL)),
  CHECK ((type = 'team') = (team_id IS NOT NULL))
) WITH (fillfactor = 50);
CREATE INDEX scope_owner ON scope(owner_id);

CREATE TABLE device(
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key uuid UNIQUE NOT NULL,
  person_id uuid NOT NULL REFERENCES person);
CREATE TABLE erased(
  person_id uuid PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  by name NOT NULL DEFAULT session_user);

-- Levels of ``reads`` and ``writes``: all = every row of the kind; own = rows of which one is the author;
-- open = own rows, and others' that are not blind; released = own rows, and live rows that were released.
-- ``release``: snapshot = the mentee reads a copy inside the release row; live = the row itself, once released.
CREATE TABLE kind(
  name text PRIMARY KEY,
  scope_type text NOT NULL CHECK (scope_type IN ('mentee', 'team', 'personal')),
  release text CHECK (release IN ('snapshot', 'live')));
CREATE TABLE permission(
  kind text REFERENCES kind,
  role text CHECK (role IN ('mentee', 'mentor', 'lead', 'member', 'self')),
  reads text CHECK (reads IN ('all', 'open', 'released')),
  writes text CHECK (writes IN ('all', 'own')),
  PRIMARY KEY (kind, role));

-- All are keyed on session_user, which survives SECURITY DEFINER and SET ROLE. They are plpgsql, which keeps their
-- plans for the whole connection; SQL functions are planned at each call.
CREATE FUNCTION me() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN (SELECT p.id FROM stet.person p WHERE p.login = session_user AND p.active);
END $$;

CREATE FUNCTION my_roles() RETURNS TABLE(scope_id uuid, type text, role text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_me uuid := stet.me();
BEGIN
  RETURN QUERY
    SELECT s.id, s.type, CASE s.type WHEN 'mentee' THEN 'mentee' ELSE 'self' END
      FROM stet.scope s WHERE s.owner_id = v_me
  UNION
    SELECT s.id, s.type, 'mentor' FROM stet.pairing p
      JOIN stet.scope s ON s.owner_id = p.mentee_id AND s.type = 'mentee' WHERE p.mentor_id = v_me
  UNION
    SELECT s.id, s.type, CASE WHEN m.is_lead THEN 'lead' ELSE 'member' END FROM stet.member m
      JOIN stet.scope s ON s.team_id = m.team_id WHERE m.person_id = v_me
  UNION  -- a lead belongs to the team too
    SELECT s.id, s.type, 'member' FROM stet.member m
      JOIN stet.scope s ON s.team_id = m.team_id WHERE m.person_id = v_me AND m.is_lead
  UNION  -- the people of a lead's teams, never the lead's own work
    SELECT s.id, s.type, 'lead' FROM stet.member l
      JOIN stet.member m ON m.team_id = l.team_id AND m.person_id <> v_me
      JOIN stet.scope s ON s.owner_id = m.person_id WHERE l.person_id = v_me AND l.is_lead;
END $$;

CREATE FUNCTION my_reads(p_level text) RETURNS TABLE(scope_id uuid, kind text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT r.scope_id, p.kind FROM stet.my_roles() r
    JOIN stet.permission p USING (role) JOIN stet.kind k ON k.name = p.kind AND k.scope_type = r.type
    WHERE p.reads = p_level;
END $$;

CREATE FUNCTION my_writes(p_scope uuid) RETURNS TABLE(kind text, levels text[])  -- two roles in one scope: both levels
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT p.kind, array_agg(p.writes) FROM stet.my_roles() r
    JOIN stet.permission p USING (role) JOIN stet.kind k ON k.name = p.kind AND k.scope_type = r.type
    WHERE r.scope_id = p_scope AND p.writes IS NOT NULL GROUP BY p.kind;
END $$;

CREATE FUNCTION my_write_scopes() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN (SELECT coalesce(array_agg(DISTINCT r.scope_id), '{}') FROM stet.my_roles() r
    JOIN stet.permission p USING (role) JOIN stet.kind k ON k.name = p.kind AND k.scope_type = r.type
    WHERE p.writes IS NOT NULL);
END $$;

CREATE FUNCTION my_colleagues() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_me uuid := stet.me();
BEGIN
  RETURN QUERY
    SELECT o.person_id FROM stet.member m JOIN stet.member o USING (team_id) WHERE m.person_id = v_me
    UNION SELECT p.mentee_id FROM stet.pairing p WHERE p.mentor_id = v_me
    UNION SELECT p.mentor_id FROM stet.pairing p WHERE p.mentee_id = v_me
    UNION SELECT v_me;
END $$;

-- The one round trip of a sync that has nothing to do.
CREATE FUNCTION sync_heads()
RETURNS TABLE(scope_id uuid, type text, owner_id uuid, team_id uuid, roles text[], version bigint, epoch uuid,
              schema_version int, min_client int, began bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT s.id, s.type, s.owner_id, s.team_id, array_agg(r.role ORDER BY r.role), s.version, m.epoch,
      m.schema_version, m.min_client, s.began
    FROM stet.my_roles() r JOIN stet.scope s ON s.id = r.scope_id CROSS JOIN stet.meta m GROUP BY s.id, m.one;
END $$;

GRANT EXECUTE ON FUNCTION me(), my_roles(), my_reads(text), my_colleagues(), sync_heads() TO stet_user;
GRANT EXECUTE ON FUNCTION me(), my_roles(), my_writes(uuid), my_write_scopes() TO stet_writer;
RESET ROLE;
