"""What is wrong with a schema as a whole, apart from the shapes of its parts."""

from collections.abc import Iterator
from itertools import chain, starmap

from guidelines.schema.document import Field, Schema
from guidelines.schema.findings import Finding, duplicates, nested
from guidelines.schema.labels import Label
from guidelines.values.pointers import shown

Shortcuts = Iterator[tuple[str, str | None, str]]  # pointer, shortcut, whose it is


def findings(schema: Schema) -> Iterator[Finding]:
    """Every fault of `schema` that its type does not already rule out."""
    yield from nested("/fields", duplicates(schema.fields))
    for index, field in enumerate(schema.fields):
        if schema.input not in field.inputs:
            wanted = " or ".join(sorted(field.inputs))
            kind = field.__struct_config__.tag
            detail = f"Expected a type for {schema.input} input, found {kind}, for {wanted}. Choose another."
            yield f"/fields/{index}/type", detail
        yield from nested(f"/fields/{index}", field.findings())
    yield from _shortcut_findings(schema)


def _shortcut_findings(schema: Schema) -> Iterator[Finding]:
    """Shortcuts must differ on the screen; attribute options show only with a selected region."""
    screen: dict[str, str] = {}
    yield from _taken(chain.from_iterable(starmap(_field_shortcuts, enumerate(schema.fields))), screen)
    for index, field in enumerate(schema.fields):
        for position, label in enumerate(field.all_labels):
            yield from _taken(_attribute_shortcuts(f"/fields/{index}/labels/{position}", label), dict(screen))


def _field_shortcuts(index: int, field: Field) -> Shortcuts:
    for position, label in enumerate(field.all_labels):
        yield (
            f"/fields/{index}/labels/{position}/shortcut",
            label.shortcut,
            f"label {label.key} of {field.key}",
        )
    for position, option in enumerate(field.all_options):
        yield (
            f"/fields/{index}/options/{position}/shortcut",
            option.shortcut,
            f"option {option.key} of {field.key}",
        )


def _attribute_shortcuts(at: str, label: Label) -> Shortcuts:
    for a, attribute in enumerate(label.attributes):
        for o, option in enumerate(attribute.all_options):
            owner = f"option {option.key} of {attribute.key}"
            yield f"{at}/attributes/{a}/options/{o}/shortcut", option.shortcut, owner


def _taken(shortcuts: Shortcuts, taken: dict[str, str]) -> Iterator[Finding]:
    for pointer, shortcut, owner in shortcuts:
        if shortcut is None:
            continue
        if holder := taken.get(shortcut.casefold()):
            yield (
                pointer,
                f"Expected a shortcut of its own, found {shown(shortcut)} of {holder}. Choose another.",
            )
        else:
            taken[shortcut.casefold()] = owner
