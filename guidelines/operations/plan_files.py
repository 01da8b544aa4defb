"""Operations as a YAML file, as a person writes them and the editor shows them: `operations:` and a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import yaml

from guidelines.operations.base import Operation
from guidelines.operations.errors import PlanErrors
from guidelines.operations.plan import Plan, make_plan
from guidelines.operations.registry import MAXIMUM_OPERATIONS, read_operations, write_operation
from guidelines.schema.document import Schema
from guidelines.schema.errors import SchemaErrors
from guidelines.schema.yaml_text import YamlText, read_yaml
from guidelines.values.pointers import join, shown
from labelwright.errors import Fault, Words

_OPERATIONS: Final = "operations"
_FIRST: Final = ("kind", "field")


def read_plan_yaml(text: str) -> tuple[Operation, ...]:
    """The operations that `text` describes.

    Raises `PlanErrors` with every fault, each with line and column from 1.
    """
    return _read(_source(text))


def plan_from_yaml(text: str, before: Schema) -> Plan:
    """The plan of the operations in `text`, which begins at `before`.

    Raises `PlanErrors` with every fault in the text or, where it has none, every operation that does not fit; each with its
    place.
    """
    source = _source(text)
    operations = _read(source)
    try:
        return make_plan(before, operations, f"/{_OPERATIONS}")
    except PlanErrors as error:
        raise _placed(source, error.errors) from error


def write_plan_yaml(operations: Sequence[Operation]) -> str:
    """`operations` as YAML; `read_plan_yaml` reads them back to the same."""
    document = {_OPERATIONS: [_in_reading_order(write_operation(operation)) for operation in operations]}
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=110)


def _in_reading_order(written: dict[str, Any]) -> dict[str, Any]:
    """What it is and on which field before the rest."""
    return {name: written[name] for name in _FIRST if name in written} | written


def _source(text: str) -> YamlText:
    try:
        return read_yaml(text, what=Words("plan"))
    except SchemaErrors as error:
        raise PlanErrors(errors=error.errors) from error


def _read(source: YamlText) -> tuple[Operation, ...]:
    if faults := _document_faults(source.plain):
        raise _placed(source, faults)
    found = source.plain[_OPERATIONS]  # type: ignore[index]  # no fault says that it is there
    try:
        return read_operations(found, f"/{_OPERATIONS}")
    except PlanErrors as error:
        raise _placed(source, error.errors) from error


def _document_faults(plain: object) -> list[Fault]:
    if not isinstance(plain, dict):
        return [
            Fault(
                "",
                Words(
                    "Expected an object with {operations}, found {found}.",
                    operations=_OPERATIONS,
                    found=shown(plain),
                ),
            )
        ]
    faults = [
        Fault(
            join("", key),
            Words(
                "Expected only {operations} here, found {found}. Remove it.",
                operations=_OPERATIONS,
                found=shown(key),
            ),
        )
        for key in plain
        if key != _OPERATIONS
    ]
    if _OPERATIONS not in plain:
        faults.append(
            Fault(
                "", Words("Expected {operations}, found nothing. Add `{operations}`.", operations=_OPERATIONS)
            )
        )
    elif isinstance(found := plain[_OPERATIONS], list) and len(found) > MAXIMUM_OPERATIONS:
        words = Words(
            "Expected at most {most} operations, found {found}. Publish in two steps.",
            most=MAXIMUM_OPERATIONS,
            found=len(found),
        )
        faults.append(Fault(f"/{_OPERATIONS}", words))
    return faults


def _placed(source: YamlText, faults: Sequence[Fault]) -> PlanErrors:
    return PlanErrors(errors=[source.placed(fault) for fault in faults])
