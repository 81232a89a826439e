"""The invariants, each checked from what the desktops told and from the tables, never from what a client claims.

Every value is typed once, so it names its desktop and its moment: "b0-3-17" is the 17th of desktop b0's third process.
"""

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field

from app.services.letters import Part
from app.store.sharing_schema import TABLE_OF, fields_of
from tests.evaluations.sync_faults.acts import COMMENT_FIELDS
from tests.evaluations.sync_faults.client import EVERYBODY, LATE

INVARIANTS = ("lost", "unseen", "stuck", "twice", "half", "apart", "replay", "release", "bug")
CEM = "faults_cem"
_TYPED = re.compile(r"\b[abcl]\d-\d+-\d+\b")


@dataclass
class Told:
    """What the journals say. ``tried`` and ``kept`` hold (desktop, moment, row, fields, shown).

    ``devices`` says by its key on which desktop a device is.
    """

    tried: list = field(default_factory=list)
    kept: list = field(default_factory=list)
    releases: dict = field(default_factory=dict)
    devices: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)
    counts: dict = field(default_factory=lambda: defaultdict(int))


def told_by(journals):
    """Sort the lines of the journals by what they say."""
    told = Told()
    for name, lines in journals.items():
        for moment, (what, *words) in enumerate(lines):
            told.counts[what] += 1
            if what == "try":
                told.tried.append((name, moment, words[1], words[2], words[3]))
            elif what == "kept":
                told.kept.append((name, moment, words[1], words[2], words[3]))
            elif what == "released":
                told.releases[words[0]] = words[2]
            elif what == "device":
                told.devices[words[0]] = name
            elif what in {"half", "bug", "stuck"}:
                told.problems.append((what, f"{name}: {words[0]}"))
            elif what == "killed at":
                told.counts[f"killed at {words[0]}"] += 1
    return told


def check(told, workspaces, server, histories, *, was_out=False):
    """Return (invariant, sentence) for each that does not hold. ``histories`` are the logs before each restore.

    ``was_out`` says that Cem was not assigned for a time between a backup and when his desktop knew that it was brought
    back. It then had to forget all of Ann's work, also what he had written since the backup: nobody has that as its
    author any more, so it cannot come back. Others who read it keep it, and what they answered waits.
    """
    found = list(told.problems)
    gone = _gone(workspaces, server, histories, was_out=was_out)
    found += stuck(told, workspaces, gone)
    found += replay(server)
    found += releases(told, workspaces, server, gone)
    found += applied_once(told, server, is_restored=bool(histories))
    histories = [*histories, (server.operations, server.conflicts)]
    found += lost(told, workspaces, histories, was_out=was_out)
    deleted = set()
    for number, (log, conflicts) in enumerate(histories):
        found += not_told(log, conflicts)
        found += unseen(told, log, conflicts, is_restored=number > 0, deleted=deleted)
        deleted |= _deleted_in(log)
    found += apart(workspaces, server, gone)
    return sorted(set(found))


def _gone(workspaces, server, histories, *, was_out):
    """Return what others may still hold though the server has it not: rows in quarantine, rows that Cem had to forget,
    and what releases among these gave.
    """
    there = {row for _, row in server.records}
    gone = {row["row_id"] for one in workspaces.values() for row in one.quarantine} - there
    if was_out:
        his = [one for name, one in workspaces.items() if name.startswith("c")]
        here = {id_ for one in his for rows in one.rows.values() for id_ in rows} | there
        gone |= {one["row"] for log, _ in histories for one in log if one["login"] == CEM} - here
    given = [one["applied"]["items"] for log, _ in histories for one in log if one["row"] in gone and _is_release(one)]
    return gone.union(*given)


def _is_release(one):
    return one["kind"] == "release" and one["status"] == "ok"


def _speaks_of(row, gone):
    """Say whether a row is about one of these comments."""
    return row.get("comment_id") in gone


def _deleted_in(log):
    """Return the rows that are deleted at the end of a log."""
    found = {}
    for one in log:
        if "deleted" in (good := good_of(one)):
            found[one["row"]] = good["deleted"]
    return {row for row, is_deleted in found.items() if is_deleted}


def good_of(one):
    """Return what took effect of an operation."""
    if one["status"] not in {"ok", "merged", "conflict"}:
        return {}
    return one["patch"] if one["applied"] is None else one["applied"]


def stuck(told, workspaces, gone):
    for name, one in workspaces.items():
        if not one.is_sound:
            yield "stuck", f"{name}: the workspace is damaged"
        if one.inflight:
            yield "stuck", f"{name}: {len(one.inflight)} operations are in flight for good"
        here = {
            (kind, id_) for kind, rows in one.rows.items() for id_, row in rows.items() if row["scope_id"] in one.scopes
        }
        free = [(kind, id_) for kind, id_ in one.waiting.keys() & here if not _speaks_of(one.rows[kind][id_], gone)]
        ready = [key for key in free if _was_handed_in(one, key)]
        if ready:
            yield "stuck", f"{name}: {len(ready)} changes wait for good: {ready[:2]}"


def _was_handed_in(one, key):
    """Say whether a row may leave: what belongs to a draft that was never handed in (a kill came first) may not."""
    kind, id_ = key
    row = one.rows[kind][id_]
    given = {made["draft_id"] for made in one.rows["submission"].values() if not made["deleted"]}
    if kind == "deliverable":
        return any(draft["deliverable_id"] == id_ and key in given for key, draft in one.rows["draft"].items())
    if kind == "placement":
        comment = one.rows["comment"].get(row["comment_id"])
        return bool(comment) and comment["draft_id"] in given
    return id_ in given if kind == "draft" else row.get("draft_id", next(iter(given), "")) in given


def applied_once(told, server, *, is_restored):
    """No operation twice: neither an id nor, since each value is typed once, a value in two operations.

    After a restore a row is sent again as a whole by whoever wrote it, with what the backup held already.
    """
    ids, values = defaultdict(int), defaultdict(set)
    typed_in = {value: row for _, _, row, fields, _ in (*told.tried, *told.kept) for value in fields.values()}
    for one in server.operations:
        ids[one["scope"], one["op"]] += 1
        if is_restored and "author_id" in one["patch"] and one["base"] > 0:
            continue
        for name, value in one["patch"].items():
            if _is_typed(value) and typed_in.get(value, one["row"]) in {None, one["row"]}:  # no copy of what two began
                values[one["row"], name, value].add(one["op"])
    again = [key for key, count in ids.items() if count > 1]
    again += [key for key, ops in values.items() if len(ops) > 1]
    yield from (("twice", f"{key} was applied again") for key in again)


def _is_typed(value):
    return isinstance(value, str) and _TYPED.fullmatch(value) is not None


def replay(server):
    """What the log says, one after the other, is what the rows say now; and no row is newer than its scope."""
    now = defaultdict(dict)
    for one in server.operations:
        if one["status"] in {"ok", "merged", "conflict"}:
            key = one["scope"], one["row"]
            if one["kind"] == "release":
                now[key] |= {name: value for name, value in one["patch"].items() if name != "said"}
            now[key] |= good_of(one)
    rows = {key: fields for key, (_, fields, _) in server.records.items()}
    for key in now.keys() | rows.keys():
        if now.get(key) != rows.get(key):
            mine, theirs = now.get(key) or {}, rows.get(key) or {}
            names = [name for name in mine.keys() | theirs.keys() if mine.get(name) != theirs.get(name)]
            yield "replay", f"{key}: the log says other than the row about {names}"
    for (scope, row), (_, _, version) in server.records.items():
        if version > server.versions[scope]:
            yield "replay", f"{row} is newer than its scope"


def lost(told, workspaces, histories, *, was_out=False):
    """Each kept edit is in the log, in a queue or in quarantine, or its own desktop replaced it."""
    there = set().union(*(_said(log) for log, _ in histories))
    tries = defaultdict(int)
    for name, moment, row, fields, _ in told.tried:
        for what in fields:
            tries[name, row, what] = moment
    words = {name: _kept_aside(one) for name, one in workspaces.items()}
    last = {}
    for name, moment, row, fields, _ in told.kept:
        last |= {(name, row, what): (moment, value) for what, value in fields.items() if _is_typed(value)}
    for (name, row, what), (moment, value) in last.items():
        arrived = (row, what, value) in there or value in words[name]
        if not arrived and tries[name, row, what] < moment:
            yield "lost", f"{name}: {value} of {what} of {row} is nowhere"
    now = _said(histories[-1][0])
    aside = set().union(*words.values())
    waiting = [
        (name, id_, one.rows[kind].get(id_, {})) for name, one in workspaces.items() for kind, id_ in one.waiting
    ]
    waiting += [
        (name, *_operation(row)) for name, one in workspaces.items() for row in (*one.inflight, *one.quarantine)
    ]
    since = {(id_, what, name) for name, id_, row in waiting for what, value in row.items() if _is_typed(value)}
    for (row, what), value in _brought_back(histories).items():
        forgot = was_out and value.startswith("c") and not _holds(workspaces, value)
        if (row, what, value) not in now and value not in aside and (row, what, value[:2]) not in since and not forgot:
            yield "lost", f"{value} of {what} of {row} was there before the server was brought back and is gone"


def _said(log):
    """Return what was typed and sent, as (row, field, value); a text may be put together of several."""
    return {
        (one["row"], name, word)
        for one in log
        for name, value in one["patch"].items()
        for word in _TYPED.findall(str(value))
    }


def _operation(row):
    """Return the row and the fields of what is in flight or was put aside."""
    return row["row_id"], json.loads(row["operation"])["fields"]


def not_told(log, conflicts):
    """A value that was sent and not kept is in a conflict."""
    told_of = {(op, what) for op, _, what, *_ in conflicts}
    for one in log:
        if one["status"] == "conflict":
            for what in one["patch"].keys() - good_of(one).keys():
                if (one["op"], what) not in told_of:
                    yield "lost", f"{what} of {one['row']} was not kept, and no conflict says so"


def _holds(workspaces, value):
    """Say whether a desktop of the one who typed a value holds it in a row."""
    own = [one for name, one in workspaces.items() if name[0] == value[0]]
    return any(value in row.values() for one in own for rows in one.rows.values() for row in rows.values())


def _brought_back(histories):
    """Return what was typed last of each field, as the logs before a restore say, unless it was typed again since."""
    found = {}
    for log, _ in histories[:-1]:
        for one in log:
            found |= {(one["row"], name): value for name, value in good_of(one).items() if _is_typed(value)}
    since = {(one["row"], name) for one in histories[-1][0] for name, value in one["patch"].items() if _is_typed(value)}
    return {key: value for key, value in found.items() if key not in since}


def _kept_aside(one):
    """Return every typed value in a desktop's queues, quarantine and rows that wait."""
    texts = [row["operation"] for row in (*one.inflight, *one.quarantine)]
    texts += [str(one.rows[kind].get(id_, "")) for kind, id_ in one.waiting]
    return {word for text in texts for word in _TYPED.findall(text)}


def unseen(told, log, conflicts, *, is_restored=False, deleted=()):
    """A value of another desktop was only replaced by somebody who had it on the screen, or a conflict says so.

    After a restore it is enough that somebody had who was seen in turn: what came between may still be on its way. Rows
    that were ``deleted`` before it are so again as soon as any desktop of their author says so; and where a deletion
    comes back first, the server knows of no words yet, so the conflict follows with these.
    """
    shown, so_far = _shown(told)
    told_of = {(op, what) for op, _, what, *_ in conflicts}
    told_later = {row for _, row, what, _, kept in conflicts if what == "deleted" and kept is True and is_restored}
    now = {}
    for one in log:
        good, row = good_of(one), one["row"]
        for what, value in good.items():
            if not _is_typed(value):
                continue
            last, seen = now.get((row, what)), shown[row, what, value]
            if is_restored:
                seen = _closure(seen, shown, row, what)
            is_told = (one["op"], what) in told_of
            if last is not None and last[:2] != value[:2] and not is_told and last not in seen:
                yield "unseen", f"{value} replaced {last} of {what} of {row}, which its desktop had not shown"
            now[row, what] = value
        gone_by = now.get((row, "deleted"))
        is_edited = "deleted" not in good and any(map(_is_typed, good.values()))
        if gone_by not in {None, one["device"]} and is_edited and (one["op"], "deleted") not in told_of:
            yield "unseen", f"{row} stayed deleted although it was edited on another desktop"
        is_again = gone_by is not None or (is_restored and row in deleted and "author_id" in one["patch"])
        is_again = is_again or row in told_later
        if good.get("deleted") is True and (one["op"], "deleted") not in told_of and not is_again:
            by = told.devices.get(one["device"])
            for what in (*COMMENT_FIELDS, *Part):
                last = now.get((row, what))
                if by and last and last[:2] != by and last not in so_far[by, row, what]:
                    yield "unseen", f"{last} of {what} of {row} was deleted on {by}, which had not shown it"
        if "deleted" in good:
            now[row, "deleted"] = one["device"] if good["deleted"] else None


def _shown(told):
    """Return what a desktop had shown of a field until it typed a value there, and what it showed at any time."""
    shown, so_far = defaultdict(set), defaultdict(set)
    for name, _, row, fields, seen in told.tried:
        for what, value in seen.items():
            so_far[name, row, what].update(_TYPED.findall(value) or [value])  # a text may be put together of several
        for what, value in fields.items():
            if _is_typed(value):
                shown[row, what, value] = set(so_far[name, row, what])
                so_far[name, row, what].add(value)
    return shown, so_far


def _closure(seen, shown, row, what):
    found, new = set(seen), set(seen)
    while new:
        new = set().union(*(shown[row, what, value] for value in new)) - found
        found |= new
    return found


def releases(told, workspaces, server, gone):
    """Each release is on the server as it stood when it was clicked, or was refused; refused ones are in quarantine."""
    refused = {row["row_id"] for one in workspaces.values() for row in one.quarantine if row["kind"] == "release"}
    there = {row: fields for (_, row), (kind, fields, _) in server.records.items() if kind == "release"}
    for id_, items in told.releases.items():
        if id_ not in there and id_ not in refused | gone:
            yield "lost", f"the release {id_} is nowhere"
        for row, item in there.get(id_, {}).get("items", {}).items():
            names = [name for name, value in items.get(row, {}).items() if (item["fields"].get(name) or "") != value]
            if names or (row not in items and item["kind"] in {"comment", "letter"}):
                yield "release", f"the release {id_} says of {row} other {names} than when it was clicked"
        comments = {row for row, item in items.items() if "body" in item} if id_ in there else set()
        if missing := comments - there.get(id_, {}).get("items", {}).keys():
            yield "release", f"the release {id_} lacks {sorted(missing)}, which it had when it was clicked"


def apart(workspaces, server, gone=frozenset()):
    """Each desktop holds what its person may see on the server, field by field."""
    for desktop in EVERYBODY:
        one, seen = workspaces[desktop.name], server.seen[desktop.login]
        refused = {row["row_id"] for row in one.quarantine}
        released = {id_ for kind, fields, _ in seen.values() if kind == "release" for id_ in fields["items"]}
        theirs = {(TABLE_OF.get(kind, kind), id_) for (_, id_), (kind, _, _) in seen.items()}
        for (scope, id_), (kind, fields, _) in seen.items():
            table = TABLE_OF.get(kind, kind)
            if table not in one.rows or id_ in refused:
                continue
            mine = one.rows[table].get(id_)
            if mine is None:
                yield "apart", f"{desktop.name}: lacks the {table} {id_}, whose fields are {sorted(fields)}"
                continue
            if mine["scope_id"] != scope:
                continue  # another's row with an id that is taken here
            wanted = fields | {"items": fields.get("frozen") or []} if table == "release" else fields
            names = [what for what in fields_of(table) if what in wanted and mine[what] != wanted[what]]
            waits = (table, id_) in one.waiting and not _was_handed_in(one, (table, id_))  # for work seen no more
            if names and not waits:
                values = [(str(mine[what])[:60], str(wanted[what])[:60]) for what in names]
                yield "apart", f"{desktop.name}: holds other {names} of the {table} {id_} than the server: {values}"
        for table, rows in one.rows.items():
            for id_, row in rows.items():
                known = (table, id_) in theirs or id_ in refused or (table == "comment" and id_ in released)
                hidden = not known and row["scope_id"] in one.scopes
                hidden = hidden and not (id_ in gone or _speaks_of(row, gone))
                if hidden and ((table, id_) not in one.waiting or _was_handed_in(one, (table, id_))):
                    yield "apart", f"{desktop.name}: holds the {table} {id_}, which the server does not show"
        if missing := server.seen_conflicts[desktop.login] - one.conflicts:
            yield "apart", f"{desktop.name}: was not told of {len(missing)} conflicts"
        if one.spoiled:
            yield "apart", f"{desktop.name}: keeps {len(one.spoiled)} files that are not what their names say"
        if desktop is not LATE and (missing := _files_wanted(one) - one.blobs):
            yield "apart", f"{desktop.name}: lacks {len(missing)} files of drafts"


def _files_wanted(one):
    return {row["sha256"] for row in one.rows["draft"].values() if not row["deleted"] and row["scope_id"] in one.scopes}
