"""What is wrong with a schema as a whole, apart from the shapes of its parts."""

from collections.abc import Iterator
from itertools import chain, starmap

from guidelines.schema.document import Field, Schema
from guidelines.schema.findings import Finding, duplicates, nested
from guidelines.schema.labels import Label
from guidelines.values.pointers import shown
from labelwright.errors import Words

Shortcuts = Iterator[tuple[str, str, str]]  # pointer, shortcut, whose it is


def findings(schema: Schema) -> Iterator[Finding]:
    """Every fault of `schema` that its type does not already rule out."""
    yield from nested("/fields", duplicates(schema.fields))
    for index, field in enumerate(schema.fields):
        if schema.input not in field.inputs:
            wanted = " or ".join(sorted(field.inputs))
            kind = field.__struct_config__.tag
            detail = Words(
                "Expected a type for {input} input, found {kind}, for {wanted}. Choose another.",
                input=schema.input,
                kind=kind,
                wanted=wanted,
            )
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
        if label.shortcut is not None:
            owner = Words("label {label} of {field}", label=label.key, field=field.key)
            yield f"/fields/{index}/labels/{position}/shortcut", label.shortcut, owner
    for position, option in enumerate(field.all_options):
        if option.shortcut is not None:
            owner = Words("option {option} of {field}", option=option.key, field=field.key)
            yield f"/fields/{index}/options/{position}/shortcut", option.shortcut, owner


def _attribute_shortcuts(at: str, label: Label) -> Shortcuts:
    for a, attribute in enumerate(label.attributes):
        for o, option in enumerate(attribute.all_options):
            if option.shortcut is not None:
                owner = Words("option {option} of {field}", option=option.key, field=attribute.key)
                yield f"{at}/attributes/{a}/options/{o}/shortcut", option.shortcut, owner


def _taken(shortcuts: Shortcuts, taken: dict[str, str]) -> Iterator[Finding]:
    for pointer, shortcut, owner in shortcuts:
        if holder := taken.get(shortcut.casefold()):
            yield (
                pointer,
                Words(
                    "Expected a shortcut of its own, found {found} of {holder}. Choose another.",
                    found=shown(shortcut),
                    holder=holder,
                ),
            )
        else:
            taken[shortcut.casefold()] = owner
