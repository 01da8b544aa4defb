"""What is wrong with a schema as a whole, apart from the shapes of its parts."""

from collections.abc import Iterator
from itertools import chain

from guidelines.schema.document import Field, Schema
from guidelines.schema.findings import Finding, duplicates, nested

Shortcuts = Iterator[tuple[str, str | None]]


def findings(schema: Schema) -> Iterator[Finding]:
    """Every fault of `schema` that its type does not already rule out."""
    yield from nested("/fields", duplicates(schema.fields, "field"))
    for index, field in enumerate(schema.fields):
        if schema.input not in field.inputs:
            wanted = " or ".join(sorted(field.inputs))
            kind = field.__struct_config__.tag
            detail = f"Expected a field type for {schema.input} input, found {kind}, which needs {wanted}. Choose another type."
            yield f"/fields/{index}/type", detail
        yield from nested(f"/fields/{index}", field.findings())
    yield from _shortcut_findings(schema)


def _shortcut_findings(schema: Schema) -> Iterator[Finding]:
    """Shortcuts must differ on the screen. An attribute's options show only while a region with its label is selected."""
    screen: dict[str, str] = {}
    shown = chain.from_iterable(_field_shortcuts(index, field) for index, field in enumerate(schema.fields))
    yield from _taken(shown, screen)
    for index, field in enumerate(schema.fields):
        for position, label in enumerate(field.all_labels):
            options = (
                (f"/fields/{index}/labels/{position}/attributes/{a}/options/{o}/shortcut", option.shortcut)
                for a, attribute in enumerate(label.attributes)
                for o, option in enumerate(attribute.all_options)
            )
            yield from _taken(options, dict(screen))


def _field_shortcuts(index: int, field: Field) -> Shortcuts:
    """The shortcuts of a field that work all the time, with their pointers."""
    for position, label in enumerate(field.all_labels):
        yield f"/fields/{index}/labels/{position}/shortcut", label.shortcut
    for position, option in enumerate(field.all_options):
        yield f"/fields/{index}/options/{position}/shortcut", option.shortcut


def _taken(shortcuts: Shortcuts, taken: dict[str, str]) -> Iterator[Finding]:
    for pointer, shortcut in shortcuts:
        if shortcut is None:
            continue
        first = taken.setdefault(shortcut.casefold(), pointer)
        if first != pointer:
            yield pointer, f"Expected a shortcut of its own, found {shortcut!r} of {first} again. Choose another."
