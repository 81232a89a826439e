"""Who is on the shared database, as whoever administers it sees them."""

import psycopg

from app.services.sharing import Member, Roster


def roster(connection: psycopg.Connection) -> Roster:
    """Return everybody by name with their teams and mentees, and the teams."""
    teams = connection.execute("SELECT name FROM stet.team ORDER BY name").fetchall()
    people = connection.execute(_PEOPLE).fetchall()
    return Roster(
        tuple(
            Member(login, name, active, is_admin, tuple((one, lead) for one, lead in joined), tuple(mentees))
            for login, name, active, is_admin, joined, mentees in people
        ),
        tuple(row[0] for row in teams),
    )


_PEOPLE = """
SELECT p.login::text, p.name, p.active, p.is_admin,
  (SELECT coalesce(json_agg(json_build_array(t.name, m.is_lead) ORDER BY t.name), '[]')
   FROM stet.member m JOIN stet.team t ON t.id = m.team_id WHERE m.person_id = p.id),
  (SELECT coalesce(json_agg(e.login::text ORDER BY e.name), '[]')
   FROM stet.pairing r JOIN stet.person e ON e.id = r.mentee_id WHERE r.mentor_id = p.id)
FROM stet.person p WHERE p.login IS NOT NULL ORDER BY p.name, p.login
"""
