"""Policies and rules dismissed for a team are rows, so that they can be shared; they were settings."""

import json

import sqlalchemy as sa
from alembic import op

from app.domain.ids import new_id, now_ms

revision = "0006"
down_revision = "0005"

_WHO = "SELECT person_id FROM device WHERE retired_ms IS NULL"


def upgrade() -> None:
    for name, *columns in (("policy", "name", "title", "text"), ("dismissed_rule", "rule", "reason")):
        op.create_table(
            name,
            sa.Column("id", sa.String(), nullable=False),
            sa.Column("scope_id", sa.String(), nullable=False),
            sa.Column("author_id", sa.String(), nullable=False),
            sa.Column("team_id", sa.String(), nullable=True),
            *(sa.Column(one, sa.String(), nullable=False) for one in columns),
            sa.Column("version", sa.Integer(), server_default="0", nullable=False),
            sa.Column("deleted", sa.Boolean(), server_default="0", nullable=False),
            sa.Column("created_ms", sa.Integer(), nullable=False),
            sa.Column("updated_ms", sa.Integer(), nullable=False),
            sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=f"fk_{name}_author_id"),
            sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name=f"fk_{name}_scope_id"),
            sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=f"fk_{name}_team_id"),
            sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        )
    _move_policies()
    _move_rules()


def _move_policies() -> None:
    for name, text in _setting("policies").items():
        if isinstance(text, str):
            _add("policy", "", {"name": name, "title": name, "text": text})


def _move_rules() -> None:
    for team, rules in _setting("dismissed-rules").items():
        for rule, reason in rules.items() if isinstance(rules, dict) else ():
            _add("dismissed_rule", team, {"rule": rule, "reason": str(reason)})


def _setting(name: str) -> dict[str, object]:
    """Return what was kept in a setting, which goes."""
    do = op.get_bind()
    kept = do.execute(sa.text("SELECT value FROM setting WHERE name = :name"), {"name": name}).scalar()
    do.execute(sa.text("DELETE FROM setting WHERE name = :name"), {"name": name})
    found = json.loads(kept) if kept else {}
    return found if isinstance(found, dict) else {}


def _add(table: str, team: str, values: dict[str, str]) -> None:
    do, now = op.get_bind(), now_ms()
    who = do.execute(sa.text(_WHO)).scalar()
    if team and not do.execute(sa.text("SELECT 1 FROM team WHERE id = :team"), {"team": team}).scalar():
        return
    row = {"id": new_id(), "scope_id": _scope(str(who), team), "author_id": who, "team_id": team or None, **values}
    row |= {"created_ms": now, "updated_ms": now}
    names = ", ".join(row)
    do.execute(sa.text(f"INSERT INTO {table}({names}) VALUES ({', '.join(f':{one}' for one in row)})"), row)  # noqa: S608


def _scope(who: str, team: str) -> str:
    """Return the scope of the person or the team, made if it was not needed before."""
    do, now = op.get_bind(), now_ms()
    kind, whose, id_ = ("team", "team_id", team) if team else ("personal", "person_id", who)
    known = do.execute(sa.text(f"SELECT id FROM scope WHERE kind = :kind AND {whose} = :id"), {"kind": kind, "id": id_})  # noqa: S608
    found = known.scalar()
    if found:
        return str(found)
    made = new_id()
    names = f"id, kind, {whose}, created_ms, updated_ms"
    values = {"id": made, "kind": kind, "whose": id_, "now": now}
    do.execute(sa.text(f"INSERT INTO scope({names}) VALUES (:id, :kind, :whose, :now, :now)"), values)  # noqa: S608
    return made
