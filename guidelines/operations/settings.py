"""Settings of a field or an attribute that an operation names: those it says, and putting them in place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from msgspec import UNSET
from msgspec.structs import fields, replace

from guidelines.operations.base import Operation
from guidelines.operations.errors import NotApplicable
from guidelines.operations.sentences import listed
from guidelines.schema.named import Named
from guidelines.values.pointers import shown
from labelwright.errors import Words

N = TypeVar("N", bound=Named)
Op = TypeVar("Op", bound=Operation)


def said(operation: Operation, names: Iterable[str]) -> dict[str, Any]:
    """The members among `names` that `operation` has; null is one."""
    found = {name: getattr(operation, name) for name in names}
    return {name: value for name, value in found.items() if value is not UNSET}


def configured(thing: N, settings: dict[str, Any]) -> N:
    """`thing` with `settings`. Raises `NotApplicable` if there are none, or one is not for things of its type."""
    if not settings:
        raise NotApplicable("", Words("Expected at least one setting, found none."))
    known = settings_known(thing)
    for name in settings:
        if name not in known:
            kind = thing.__struct_config__.tag
            raise NotApplicable(
                f"/{name}",
                Words(
                    "Expected settings of {kind} ({known}), found {found}.",
                    kind=kind,
                    known=", ".join(known),
                    found=name,
                ),
            )
    return replace(thing, **settings)


def settings_known(thing: Named) -> list[str]:
    """The settings that things of the type of `thing` have."""
    return [each.name for each in fields(thing) if each.name not in _NO_SETTING]


_NO_SETTING = {"key", "name", "titles", "help", "labels", "options", "nodes", "relations"}


def settings_of(thing: Named, names: Iterable[str]) -> dict[str, Any]:
    """What `thing` has for each of `names`."""
    return {name: getattr(thing, name) for name in names}


def merged(one: Op, following: Operation, names: Sequence[str]) -> tuple[Operation, ...] | None:
    """One operation with the settings of both, the later one's first, if `following` is about the same thing."""
    if type(following) is not type(one):
        return None
    blank = dict.fromkeys(names, UNSET)
    if replace(one, **blank) != replace(following, **blank):
        return None
    return (replace(one, **said(following, names)),)


def words(settings: dict[str, Any]) -> str:
    """`settings` in a few words."""
    return listed(
        [Words("{name} to {value}", name=name, value=shown(value)) for name, value in settings.items()]
    ) or Words("nothing")
