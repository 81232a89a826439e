"""Who can see whom on the shared database and why, and whether its locks are all in place."""

import psycopg

from app.services.sharing import Access, Audit


def audit(connection: psycopg.Connection) -> Audit:
    """Return the access of every active person, and a sentence for each lock that is missing."""
    access = [Access(*row) for row in connection.execute(_ACCESS).fetchall()]
    problems = [row[0] for query in _PROBLEMS for row in connection.execute(query).fetchall()]
    return Audit(tuple(access), tuple(problems))


_ACCESS = """
SELECT r.name, r.login::text, e.name, why FROM (
  SELECT p.mentor_id AS reader, p.mentee_id AS mentee, 'mentors them' AS why FROM stet.pairing p
  UNION ALL
  SELECT l.person_id, m.person_id, 'leads the team “' || t.name || '”'
  FROM stet.member l JOIN stet.team t ON t.id = l.team_id
  JOIN stet.member m ON m.team_id = l.team_id AND m.person_id <> l.person_id WHERE l.is_lead
) seen JOIN stet.person r ON r.id = reader AND r.active JOIN stet.person e ON e.id = mentee
ORDER BY e.name, e.id, r.name, why
"""

_PROBLEMS = (
    """SELECT 'The table stet.' || c.relname || ' is open to its owner: it lacks FORCE ROW LEVEL SECURITY.'
       FROM pg_class c WHERE c.relnamespace = 'stet'::regnamespace AND c.relkind IN ('r', 'p')
       AND NOT (c.relrowsecurity AND c.relforcerowsecurity) ORDER BY 1""",
    """SELECT 'The view stet.' || c.relname || ' reads as its owner: it lacks security_invoker.'
       FROM pg_class c WHERE c.relnamespace = 'stet'::regnamespace AND c.relkind IN ('v', 'm')
       AND NOT coalesce(c.reloptions @> '{security_invoker=true}' OR c.reloptions @> '{security_invoker=on}', false)
       ORDER BY 1""",
    """SELECT 'The function stet.' || p.proname || ' runs as its owner without a search_path of its own.'
       FROM pg_proc p WHERE p.pronamespace = 'stet'::regnamespace AND p.prosecdef
       AND NOT coalesce(array_to_string(p.proconfig, ' ') LIKE '%search_path=pg_catalog, pg_temp%', false)
       ORDER BY 1""",
    """SELECT 'The login “' || r.rolname || '” sees everything: it is a superuser or bypasses row security.'
       FROM pg_roles r JOIN stet.person p ON p.login = r.rolname WHERE r.rolsuper OR r.rolbypassrls ORDER BY 1""",
    """SELECT 'The login “' || r.rolname || '” is in a group that owns tables or functions.'
       FROM pg_roles r JOIN stet.person p ON p.login = r.rolname
       WHERE EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
         WHERE m.member = r.oid AND g.rolname IN ('stet_owner', 'stet_writer', 'stet_eraser')) ORDER BY 1""",
    """SELECT 'The login “' || r.rolname || '” is in the group stet_user and belongs to nobody here. If several people '
         || 'share it, the locks are defeated; if it is from another Stet database of this server, all is well.'
       FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid AND g.rolname = 'stet_user'
       JOIN pg_roles r ON r.oid = m.member AND r.rolcanlogin
       LEFT JOIN stet.person p ON p.login = r.rolname WHERE p.id IS NULL AND NOT r.rolcreaterole ORDER BY 1""",
    """SELECT 'Anybody may use the schema public of this database.' FROM pg_namespace n
       WHERE n.nspname = 'public' AND has_schema_privilege('public', n.oid, 'CREATE')""",
)
