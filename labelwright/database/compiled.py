"""Queries that are built once and then only run, for the few that every task of every annotator needs.

Django builds the SQL of a queryset anew each time, which takes longer than PostgreSQL needs to answer it. Here the
SQL is kept, written once with stand-ins where the arguments go, and PostgreSQL keeps its plan (a prepared statement).
What a query means is still said in the ORM:

    @compiled
    def leases_of(user: UUID, batches: tuple[UUID, ...]) -> QuerySet[Assignment]:
        return Assignment.objects.filter(user=user, task__batch__in=batches)

    leases_of(who.user.pk, (a, b))  # a list of rows

Arguments that vary are UUIDs, datetimes, plain strings and tuples of them; everything else (None, a number, a choice)
chooses between the texts that are kept, so it must have few different values. A varying argument must reach the SQL as it is:
one that a lookup changes on its way (`icontains`) is refused at the first call.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, Generic, ParamSpec, TypeVar
from uuid import UUID, uuid4

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import AutoField, Model, QuerySet
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.sql import UpdateQuery

Row = TypeVar("Row")
Asked = ParamSpec("Asked")
M = TypeVar("M", bound=Model)

PLAIN_WORD = re.compile(r"[a-z_]+")


def compiled(build: Callable[Asked, QuerySet[Any, Row]]) -> Callable[Asked, list[Row]]:
    """`build` as a function that gives the rows of its queryset."""
    reads: _Kept[_Read] = _Kept()
    ask: Callable[..., QuerySet[Any, Row]] = build

    def run(*args: Any) -> list[Row]:
        connection = connections[DEFAULT_DB_ALIAS]
        read, values = reads.find(
            connection, args, lambda given, signs: _Read(ask(*given), connection, signs)
        )
        return read.rows(connection, values)

    return run  # type: ignore[return-value]


def compiled_update(
    build: Callable[Asked, tuple[QuerySet[Any], dict[str, Any]]],
) -> Callable[Asked, int]:
    """`build` gives the rows of one table and what they are to hold; the function changes them and gives how many."""
    changes: _Kept[_Text] = _Kept()
    ask: Callable[..., tuple[QuerySet[Any], dict[str, Any]]] = build

    def run(*args: Any) -> int:
        connection = connections[DEFAULT_DB_ALIAS]
        change, values = changes.find(
            connection, args, lambda given, signs: _change(*ask(*given), connection, signs)
        )
        with server_side_cursor(connection) as cursor:
            cursor.execute(change.sql, change.filled(values))
            return int(cursor.rowcount)

    return run  # type: ignore[return-value]


def insert(*rows: M) -> None:
    """The new rows of one table are there, as after `bulk_create`; the ids that the database gives are not read back."""
    connection = connections[DEFAULT_DB_ALIAS]
    meta = rows[0]._meta
    fields = [field for field in meta.concrete_fields if not isinstance(field, AutoField)]
    key = (connection.vendor, meta.label, len(rows))
    if key not in _inserts:
        names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
        marks = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * len(rows))
        _inserts[key] = f"INSERT INTO {connection.ops.quote_name(meta.db_table)} ({names}) VALUES {marks}"  # noqa: S608  our names
    values = [
        field.get_db_prep_save(field.pre_save(row, True), connection) for row in rows for field in fields
    ]
    with server_side_cursor(connection) as cursor:
        cursor.execute(_inserts[key], values)
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


_inserts: dict[tuple[str, str, int], str] = {}


# ---- what is kept -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _StandIn:
    """In the parameters of a kept text: the argument of this number goes here."""

    number: int


Signs = dict[Any, _StandIn]
Made = TypeVar("Made")


class _Kept(Generic[Made]):
    """What was made for each vendor and shape of arguments."""

    def __init__(self) -> None:
        self._made: dict[Any, Made] = {}

    def find(
        self, connection: Any, args: tuple[Any, ...], make: Callable[[list[Any], Signs], Made]
    ) -> tuple[Made, list[Any]]:
        """What fits `args`, and the values that vary, as the database takes them."""
        values: list[Any] = []
        shape = (connection.vendor, *(_shape(arg, values) for arg in args))
        made = self._made.get(shape)
        if made is None:
            signs: Signs = {}
            made = make([_sign(arg, signs, connection) for arg in args], signs)
            self._made[shape] = made  # two threads may make it at once; either will do
        return made, [_adapted(value, connection) for value in values]


def _varies(value: Any) -> bool:
    return isinstance(value, UUID | datetime) or type(value) is str  # not a choice, which is a string too


def _several(value: Any) -> bool:
    return isinstance(value, tuple) and all(map(_varies, value))


def _shape(arg: Any, values: list[Any]) -> Any:
    """What the text depends on; what it does not depend on goes to `values`."""
    if _varies(arg):
        values.append(arg)
        return type(arg)
    if _several(arg):
        values += arg
        return tuple(map(type, arg))
    return arg


def _sign(arg: Any, signs: Signs, connection: Any) -> Any:
    """`arg` with a value in place of each that varies, by which it is found again among the parameters."""
    if _several(arg):
        return tuple(_sign(part, signs, connection) for part in arg)
    if not _varies(arg):
        return arg
    number = len(signs)
    sign: Any
    if isinstance(arg, datetime):
        sign = datetime(2001, 1, 1, tzinfo=UTC) + timedelta(days=number)
    else:
        sign = uuid4() if isinstance(arg, UUID) else uuid4().hex
    signs[_adapted(sign, connection)] = _StandIn(number)
    return sign


def _adapted(value: Any, connection: Any) -> Any:
    """As the driver takes it; PostgreSQL's takes both kinds as they are."""
    if connection.features.has_native_uuid_field or type(value) is str:
        return value
    if isinstance(value, UUID):
        return value.hex
    return connection.ops.adapt_datetimefield_value(value)


class _Text:
    """SQL with its parameters, some of which are stand-ins.

    Constant words stand in the text itself: a kept plan can use an index of open tasks only if it reads 'open'.
    """

    def __init__(self, sql: str, parameters: Sequence[Any], signs: Signs) -> None:
        first, *pieces = sql.split("%s")
        written, self._parameters = [first], []
        for parameter, piece in zip(parameters, pieces, strict=True):
            known = signs.get(parameter) if isinstance(parameter, str | UUID | datetime) else None
            if known is None and isinstance(parameter, str) and PLAIN_WORD.fullmatch(parameter):
                written.append(f"'{parameter}'")
            else:
                self._parameters.append(known or parameter)
                written.append("%s")
            written.append(piece)
        self.sql = "".join(written)
        if set(signs.values()) - {p for p in self._parameters if isinstance(p, _StandIn)}:
            raise ValueError(
                "An argument does not reach the SQL as it is; it cannot vary in a compiled query."
            )

    def filled(self, values: Sequence[Any]) -> list[Any]:
        return [values[p.number] if isinstance(p, _StandIn) else p for p in self._parameters]


def _change(rows: QuerySet[Any], holding: dict[str, Any], connection: Any, signs: Signs) -> _Text:
    query: Any = rows.query.chain(UpdateQuery)
    query.add_update_values(holding)
    sql, parameters = query.get_compiler(connection=connection).as_sql()
    return _Text(sql, parameters, signs)


class _Read:
    """A queryset whose SQL is kept, and how its rows are read."""

    def __init__(self, rows: QuerySet[Any, Any], connection: Any, signs: Signs) -> None:
        self._rows: Any = rows
        self._compiler = rows.query.get_compiler(connection=connection)
        try:
            sql, parameters = self._compiler.as_sql()
        except EmptyResultSet:  # `pk__in=()`: nothing to ask for
            self._text = None
        else:
            assert not self._compiler.has_extra_select, "rows would have columns that nobody asked for"
            self._text = _Text(sql, parameters, signs)
            self._converters = self._compiler.get_converters([each[0] for each in self._compiler.select])
            self._make = _maker_of(self._compiler) if rows._iterable_class is ModelIterable else None
        self._compiler.connection = None  # of the thread that came first

    def rows(self, connection: Any, values: Sequence[Any]) -> list[Any]:
        if self._text is None:
            return []
        with server_side_cursor(connection) as cursor:
            cursor.execute(self._text.sql, self._text.filled(values))
            found = cursor.fetchall()
        compiler = copy.copy(self._compiler)
        compiler.connection = connection
        if self._make is not None:
            if self._converters:
                found = compiler.apply_converters(found, self._converters)
            return [self._make(row) for row in found]
        compiler.execute_sql = lambda *_, **__: [found]
        compiler.get_converters = lambda _: self._converters
        asked = SimpleNamespace(
            db=DEFAULT_DB_ALIAS,
            query=_Answered(self._rows.query, compiler),
            model=self._rows.model,
            _fields=self._rows._fields,
        )
        return list(self._rows._iterable_class(asked))


def _maker_of(compiler: Any) -> Callable[[Sequence[Any]], Model]:
    """How Django's ModelIterable makes an object of a row; what it finds out anew for each query is found out once."""
    model, columns = compiler.klass_info["model"], compiler.klass_info["select_fields"]
    first, last = columns[0], columns[-1] + 1
    names = [column.target.attname for column, *_ in compiler.select[first:last]]
    related = get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # stubs of a later Django
    annotated = compiler.annotation_col_map or {}

    def make(row: Sequence[Any]) -> Model:
        made: Model = model.from_db(DEFAULT_DB_ALIAS, names, row[first:last])
        for populator in related:
            populator.populate(row, made)
        for name, at in annotated.items():
            setattr(made, name, row[at])
        return made

    return make


class _Answered:
    """A query whose rows are there already, for Django's own classes that make tuples of them."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query, self._compiler = query, compiler

    def get_compiler(self, *_: Any, **__: Any) -> Any:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


def server_side_cursor(connection: Any) -> Any:
    """A cursor, closed by `with`, that sends text and values apart: only then does PostgreSQL keep the plan."""
    if connection.vendor != "postgresql":
        return connection.cursor()
    from django.db.backends.postgresql.base import ServerBindingCursor  # needs psycopg

    # As connection.cursor() does, which gives the other kind.
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        return connection._prepare_cursor(ServerBindingCursor(connection.connection))  # type: ignore[call-arg]
