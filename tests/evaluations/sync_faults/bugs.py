"""The bugs that are planted: for each its name, and (where, what stands there, what stands there instead)."""

_WRITING, _CONTENT, _MERGING = "5_writing.sql", "3_content.sql", "1_merging.sql"
_SETTLE, _SEAL = "app.store.sealing:settle", "app.store.sealing:_seal_table"
_TAKE, _BEGIN = "app.store.sharing:LocalShare.take", "app.store.joining:begin"
_LOCK = "UPDATE stet.scope s SET version = s.version + 1 WHERE s.id = p_scope RETURNING s.version INTO v_version;"
_TOLD = "PERFORM pg_notify("
_LATE = "UPDATE stet.scope s SET version = greatest(s.version, v_version) WHERE s.id = p_scope;\n  "
_AGAIN = "again=fresh or known.get(head.scope_id) != head.roles"
_TAKEN = "with self._writing() as connection, applying(connection):\n"
_MOVED = (
    "connection.execute(update(shared_scope).where(shared_scope.c.scope_id == head.scope_id)"
    ".values(version=page.reached))\n"
)
_SEALED = 'connection.exec_driver_sql("INSERT INTO inflight VALUES (?, ?, ?, ?, ?, ?, ?, ?)", sealed)'
_DONE = 'connection.exec_driver_sql("DELETE FROM outbox WHERE sequence = ?", done)'
_COMMIT = 'connection.exec_driver_sql("COMMIT"); connection.exec_driver_sql("BEGIN IMMEDIATE")'

BUGS = {
    "cursor before page": [(_TAKE, _TAKEN, f"with self._writing() as connection:\n        {_MOVED}    {_TAKEN}")],
    "no scope lock": [
        (
            _WRITING,
            _LOCK,
            (
                "SELECT s.version + 1 INTO v_version FROM stet.scope s WHERE s.id = p_scope;"
                " PERFORM pg_sleep(random() * 0.1);"
            ),
        ),
        (_WRITING, _TOLD, _LATE + _TOLD),
    ],
    "sequence as cursor": [
        (
            _CONTENT,
            "CREATE INDEX conflict_pull",
            "CREATE SEQUENCE push; GRANT USAGE ON SEQUENCE push TO stet_writer; CREATE INDEX conflict_pull",
        ),
        (
            _WRITING,
            _LOCK,
            (
                "SELECT nextval('stet.push') INTO v_version FROM stet.scope s WHERE s.id = p_scope;"
                " PERFORM pg_sleep(round(random()) * 0.6);"  # others overtake
            ),
        ),
        (_WRITING, _TOLD, _LATE + _TOLD),
    ],
    "acknowledged before commit": [
        (
            "app.services.syncing:_push",
            "answers = pool.submit(",
            (
                "local.answered(batch, [Answer(one.op_id, 'ok', one.base) for one in batch.operations])\n"
                "            answers = pool.submit("
            ),
        )
    ],
    "new ids on retry": [
        (
            "app.sync.client:ServerClient.push",
            'operations = ",".join(',
            (
                "import uuid\n    new = {str(uuid.uuid4()): one.op_id for one in batch.operations}\n"
                "    old = {theirs: mine for mine, theirs in new.items()}\n"
                '    operations = ",".join('
            ),
        ),
        ("app.sync.client:ServerClient.push", '"op":"{one.op_id}"', '"op":"{old[one.op_id]}"'),
        ("app.sync.client:ServerClient.push", "Answer(*row)", "Answer(new[row[0]], *row[1:])"),
    ],
    "delete wins": [
        (
            _MERGING,
            "(f.key = 'deleted' AND f.value = 'true'\n            OR stet.changed_elsewhere(",
            "(stet.changed_elsewhere(",
        ),
    ],
    "an edit does not bring back": [
        (_MERGING, "coalesce(mixed AND was->'deleted'", "coalesce(false AND was->'deleted'")
    ],
    "last writer wins": [(_WRITING, "SELECT (rev->>0)::bigint > base", "SELECT false AND (rev->>0)::bigint > base")],
    "conflict not kept": [
        (_MERGING, "FROM m, unnest(lost) k WHERE goes", "FROM m, unnest(lost) k WHERE goes AND false")
    ],
    "operation applied again": [
        (_MERGING, "AND g.op_id = x.op LIMIT 1", "AND g.op_id = x.op AND false LIMIT 1"),
        (_CONTENT, "  at timestamptz NOT NULL,\n  PRIMARY KEY (scope_id, op_id));", "  at timestamptz NOT NULL);"),
    ],
    "missing trigger": [
        (
            "app.store.sharing_schema:triggers",
            "for trigger in _triggers(table))",
            "for trigger in _triggers(table) if trigger[0] != 'comment_changed')",
        )
    ],
    "pull over local edits": [
        ("app.store.taking:_change_rows", "new = [was if mask >> bit & 1 else value", "new = [value"),
    ],
    "base advanced on conflict": [(_SETTLE, 'one.status == "ok"', 'one.status in {"ok", "conflict"}')],
    "screen ignored": [("app.store.rows:_came_after", "if seen >= ALL_SEEN:", "if True:")],
    "release not last": [
        (
            "app.store.sealing:_seal_scope",
            "    for table in SHARED:",
            (
                '    if first := _seal_table(connection, "release", scope_id, number, (1, 1), waits=waits)[0]:\n'
                "        return first\n    for table in SHARED:"
            ),
        ),
        (
            _WRITING,
            "OR (SELECT count(*) FROM jsonb_object_keys(v_items)) <> (SELECT count(*) FROM jsonb_object_keys(v_want))",
            "",
        ),
        (_WRITING, "IF v_items IS NULL\n", "v_items := coalesce(v_items, '{}');\n  IF false\n"),
    ],
    "release of later words": [(_WRITING, "THEN v_said->(r.id::text) ELSE", "THEN '{}'::jsonb ELSE")],
    "lost scope purged without keeping": [
        (
            "app.store.joining:_purge",
            "put_aside_scope(connection, scope_id, now_ms())",
            "connection.exec_driver_sql('DELETE FROM inflight WHERE scope_id = ?', (scope_id,))",
        )
    ],
    "quarantine dropped": [
        (
            "app.store.sealing:_put_aside",
            'connection.execute(quarantine.insert().prefix_with("OR IGNORE"), kept',
            "str(kept",
        )
    ],
    "page without ties": [("app.sync.client:_ROWS", "WITH TIES", "ONLY")],
    "epoch ignored": [(_BEGIN, "fresh = bool(heads) and epoch != heads[0].epoch", "fresh = False")],
    "not sent again after a restore": [(_BEGIN, "if fresh and head.scope_id in known:", "if False:")],
    "changed roles ignored": [
        (_BEGIN, _AGAIN, "again=fresh or head.scope_id not in known"),
        (_BEGIN, "if known.get(head.scope_id, head.roles) != head.roles:", "if False:"),
    ],
    "digest not verified": [
        (
            "app.store.sharing:LocalShare.finish_file",
            "is_whole = hashlib.sha256(data).hexdigest() == sha256",
            "is_whole = True",
        ),
        (
            "app.store.sharing:LocalShare.finish_file",
            "keep_blob(self._blobs, data)",
            (
                "blob_path(self._blobs, sha256).parent.mkdir(exist_ok=True)\n"
                "            blob_path(self._blobs, sha256).write_bytes(data)"
            ),
        ),
    ],
    "piece marked as sent before commit": [
        (
            "app.services.syncing:_send_file",
            "if number not in there:\n",
            (
                'if number not in there and not path.with_name(f"{number}.{path.name}").exists():\n'
                '                path.with_name(f"{number}.{path.name}").touch()\n'
            ),
        )
    ],
    "clock decides": [
        (
            "app.store.taking:_change_rows",
            "old, version = known[2:], known[1]\n",
            (
                "old, version = known[2:], known[1]\n"
                "        query = f'SELECT updated_ms FROM {table} WHERE id = ?'\n"
                "        mine = connection.exec_driver_sql(query, (row.id,)).scalar()\n"
                "        if mine > row.updated_ms:\n            continue\n"
            ),
        ),
        (
            "app.store.taking:_change_rows",
            "    connection.exec_driver_sql(shape.change, changed)",
            "    if changed:\n        connection.exec_driver_sql(shape.change, changed)",
        ),
    ],
    "row of another scope overwritten": [
        ("app.store.taking:_shape", '" WHERE id = ? AND scope_id = ?"', '" WHERE id = ? AND ? IS NOT NULL"'),
    ],
    "sealed in two transactions": [
        (_SEAL, _SEALED, f"{_DONE}; {_COMMIT}"),
        (_SEAL, f"        {_DONE}\n    return", f"        {_SEALED}\n    return"),
    ],
    "triggers left off": [
        (
            "app.store.joining:applying",
            "    yield\n",
            f"    {_COMMIT}\n    yield\n",
        )
    ],
}
"""By name; those that only a restore shows are named in ``AFTER_A_RESTORE``."""

OF_DELETIONS = {"delete wins", "an edit does not bring back"}
"""Those that only a deletion of what another one has just edited shows: more is deleted there."""

ON_ONE_COMMENT = {"screen ignored", "base advanced on conflict", "pull over local edits", "last writer wins"}
"""Those that only what two desktops do to one field shows: they work on one comment, and seldom look up from it."""

AFTER_A_RESTORE = {"epoch ignored", "not sent again after a restore"}
