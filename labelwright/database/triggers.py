"""Database migration operations for rules that no code path may break, not even the shell.

`AppendOnly("table")` refuses every UPDATE and DELETE. `FrozenWhen("table", "state = 'published'")` refuses
them for rows that meet the condition before the change. Both work on PostgreSQL and SQLite.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython


def _install(editor: BaseDatabaseSchemaEditor, table: str, condition: str, sentence: str) -> None:
    condition = condition.replace("{row}", "OLD")
    if editor.connection.vendor == "postgresql":
        # The condition stands in the body: a trigger's own WHEN may not look at other tables.
        editor.execute(
            f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {condition or 'true'} THEN RAISE EXCEPTION '{sentence}' USING ERRCODE = 'check_violation'; END IF; "
            "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        )
        editor.execute(
            f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
        )
        return
    when = f"WHEN {condition}" if condition else ""
    for verb in ("UPDATE", "DELETE"):
        editor.execute(
            f"CREATE TRIGGER {table}_frozen_{verb.lower()} BEFORE {verb} ON {table} "
            f"FOR EACH ROW {when} BEGIN SELECT RAISE(ABORT, '{sentence}'); END",
        )


def _remove(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP TRIGGER IF EXISTS {table}_frozen ON {table}")
        editor.execute(f"DROP FUNCTION IF EXISTS {table}_refuse()")
        return
    for verb in ("update", "delete"):
        editor.execute(f"DROP TRIGGER IF EXISTS {table}_frozen_{verb}")


class FrozenWhen(RunPython):
    """Rows of `table` that meet `condition` (SQL over `{row}.column`) can no longer be changed or deleted."""

    def __init__(self, table: str, condition: str, sentence: str) -> None:
        super().__init__(
            lambda apps, editor: _install(editor, table, condition, sentence),
            lambda apps, editor: _remove(editor, table),
        )
        self.table, self.condition, self.sentence = table, condition, sentence

    def deconstruct(self):  # type: ignore[no-untyped-def]
        return self.__class__.__name__, [self.table, self.condition, self.sentence], {}


class AppendOnly(FrozenWhen):
    """Rows of `table` are written once."""

    def __init__(self, table: str) -> None:
        super().__init__(table, "", f"{table} is append-only")

    def deconstruct(self):  # type: ignore[no-untyped-def]
        return self.__class__.__name__, [self.table], {}


class Thaw(RunPython):
    """No `FrozenWhen` or `AppendOnly` holds `table` any more. For a database migration that rebuilds the table.

    SQLite rebuilds a table for most changes and forgets its triggers; install them again behind the change.
    """

    def __init__(self, table: str) -> None:
        super().__init__(lambda apps, editor: _remove(editor, table), RunPython.noop)
        self.table = table

    def deconstruct(self):  # type: ignore[no-untyped-def]
        return self.__class__.__name__, [self.table], {}


class Closed(RunPython):
    """No further row goes into `table` while `condition` (SQL over `{row}.column` of the new row) holds."""

    def __init__(self, table: str, condition: str, sentence: str) -> None:
        super().__init__(
            lambda apps, editor: _close(editor, table, condition, sentence),
            lambda apps, editor: _open(editor, table),
        )
        self.table, self.condition, self.sentence = table, condition, sentence

    def deconstruct(self):  # type: ignore[no-untyped-def]
        return self.__class__.__name__, [self.table, self.condition, self.sentence], {}


def _close(editor: BaseDatabaseSchemaEditor, table: str, condition: str, sentence: str) -> None:
    condition = condition.replace("{row}", "NEW")
    if editor.connection.vendor == "postgresql":
        editor.execute(
            f"CREATE OR REPLACE FUNCTION {table}_refuse_new() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {condition} THEN RAISE EXCEPTION '{sentence}' USING ERRCODE = 'check_violation'; END IF; "
            "RETURN NEW; END $$",
        )
        editor.execute(
            f"CREATE TRIGGER {table}_closed BEFORE INSERT ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse_new()",
        )
        return
    editor.execute(
        f"CREATE TRIGGER {table}_closed BEFORE INSERT ON {table} "
        f"FOR EACH ROW WHEN {condition} BEGIN SELECT RAISE(ABORT, '{sentence}'); END",
    )


def _open(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP TRIGGER IF EXISTS {table}_closed ON {table}")
        editor.execute(f"DROP FUNCTION IF EXISTS {table}_refuse_new()")
        return
    editor.execute(f"DROP TRIGGER IF EXISTS {table}_closed")
