"""Random schemas and the values they allow. Laws over schemas, values and operations draw from here."""

from typing import Any, Final

from hypothesis import strategies as st

from guidelines.schema.document import Schema
from guidelines.schema.parse import parse_document
from guidelines.schema.validate import ItemContext
from guidelines.values.value import Value, parse_value

Document = dict[str, Any]

WIDTH, HEIGHT, TEXT_LENGTH = 640, 480, 400
ITEM = ItemContext(width=WIDTH, height=HEIGHT, text_length=TEXT_LENGTH)

# A small pool: draws stay fast, and keys of different fields and labels often collide, as they may.
keys = st.sampled_from(["a", "b1", "cell", "cell_2", "no", "null", "rbc", "wbc", "x" * 63, "y_"])
_characters = st.characters(exclude_categories=["Cs", "Cc"])
titles = st.dictionaries(st.sampled_from(["en", "ko", "ja"]), st.text(_characters, max_size=8), max_size=3)
prose = st.dictionaries(
    st.sampled_from(["en", "ko", "ja"]), st.text(_characters | st.just("\n"), max_size=30), max_size=2
)
colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
_names = st.text(_characters, min_size=1, max_size=6).map(str.strip).filter(bool)


def _sometimes(name: str, strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Document]:
    return st.just({}) | strategy.map(lambda found: {name: found})


@st.composite
def _named(draw: st.DrawFn, key: str) -> Document:
    """Key, titles and sometimes a name; the name holds the key so that names stay unique."""
    document: Document = {"key": key}
    if draw(st.booleans()):
        document["name"] = f"{key} {draw(_names)}"
    if draw(st.booleans()):
        document["titles"] = draw(titles)
    return document


def _unique_keys(most: int = 3) -> st.SearchStrategy[list[str]]:
    return st.lists(keys, min_size=1, max_size=most, unique=True)


@st.composite
def _options(draw: st.DrawFn) -> list[Document]:
    return [{**draw(_named(key)), **(draw(_sometimes("colour", colours)))} for key in draw(_unique_keys())]


@st.composite
def _bounds(draw: st.DrawFn, lower: str, upper: str) -> Document:
    low, high = sorted(draw(st.tuples(st.integers(-50, 50), st.integers(-50, 50))))
    return draw(st.sampled_from([{}, {lower: low}, {upper: high}, {lower: low, upper: high}]))


@st.composite
def _attributes(draw: st.DrawFn) -> list[Document]:
    found = []
    for key in draw(st.lists(keys, max_size=2, unique=True)):
        kind = draw(st.sampled_from(["choice", "choices", "boolean", "number", "text"]))
        extra = draw(_ATTRIBUTE_PARTS[kind])
        found.append({**draw(_named(key)), "type": kind, "required": draw(st.booleans()), **extra})
    return found


_WITH_OPTIONS: Final = _options().map(lambda options: {"options": options})
_ATTRIBUTE_PARTS: Final[dict[str, st.SearchStrategy[Document]]] = {
    "choice": _WITH_OPTIONS,
    "choices": _WITH_OPTIONS,
    "boolean": st.just({}),
    "number": _bounds("minimum", "maximum"),
    "text": st.just({}),
}


@st.composite
def _labels(draw: st.DrawFn, *, geometry: str | None) -> list[Document]:
    found = []
    for key in draw(_unique_keys()):
        label = {**draw(_named(key)), "attributes": draw(_attributes())}
        label |= draw(_sometimes("colour", colours))
        label |= draw(_sometimes("description", prose))
        found.append(label | ({"geometry": geometry} if geometry else {}))
    return found


@st.composite
def _spans_parts(draw: st.DrawFn) -> Document:
    return {"labels": draw(_labels(geometry=None)), "overlap": draw(st.booleans())}


@st.composite
def _choices_parts(draw: st.DrawFn) -> Document:
    options = draw(_options())
    low, high = sorted(draw(st.tuples(st.integers(0, len(options)), st.integers(1, len(options)))))
    return {"options": options, **draw(st.sampled_from([{}, {"min_selected": low, "max_selected": high}]))}


# One entry per field type: what its document holds beyond key, name and titles.
FIELD_PARTS: Final[dict[str, st.SearchStrategy[Document]]] = {
    "regions": _labels(geometry="box").map(lambda labels: {"labels": labels}),
    "spans": _spans_parts(),
    "choice": _WITH_OPTIONS,
    "choices": _choices_parts(),
    "text": st.fixed_dictionaries(
        {}, optional={"max_length": st.integers(1, 100), "multiline": st.booleans()}
    ),
    "number": _bounds("minimum", "maximum"),
    "rating": st.fixed_dictionaries({}, optional={"maximum": st.integers(2, 10)}),
}


@st.composite
def documents(
    draw: st.DrawFn, *, min_fields: int = 0, kinds: tuple[str, ...] = tuple(FIELD_PARTS)
) -> Document:
    """Documents of valid schemas, written in every way a person might: defaults spelled out or left out."""
    source = draw(st.sampled_from([each for each in ("image", "text") if _allowed(each, kinds)]))
    fields = []
    for key in draw(st.lists(keys, min_size=min_fields, max_size=3, unique=True)):
        kind = draw(st.sampled_from(_allowed(source, kinds)))
        field = {
            **draw(_named(key)),
            "type": kind,
            "required": draw(st.booleans()),
            **draw(FIELD_PARTS[kind]),
        }
        fields.append(field | (draw(_sometimes("help", prose))))
    return _with_shortcuts({"input": source, "fields": fields}, draw(st.booleans()))


def _allowed(source: str, kinds: tuple[str, ...]) -> list[str]:
    return [kind for kind in kinds if kind != {"image": "spans", "text": "regions"}[source]]


def _with_shortcuts(document: Document, is_wanted: bool) -> Document:
    things = [
        thing
        for field in document["fields"]
        for thing in [*field.get("labels", []), *field.get("options", [])]
    ]
    for thing, shortcut in zip(things if is_wanted else [], "1234567890qwertyuiop", strict=False):
        thing["shortcut"] = shortcut
    return document


def schemas(**options: Any) -> st.SearchStrategy[Schema]:
    """Valid schemas; options as for `documents`."""
    return documents(**options).map(parse_document)


@st.composite
def _attribute_values(draw: st.DrawFn, label: Document) -> Document:
    wanted = [each for each in label.get("attributes", []) if each.get("required") or draw(st.booleans())]
    return {each["key"]: draw(_ATTRIBUTE_VALUES[each["type"]](each)) for each in wanted}


def _subset(found: Document, least: int = 1) -> st.SearchStrategy[list[str]]:
    most = found.get("max_selected", len(found["options"]))
    low = min(max(least, found.get("min_selected") or 0), most)
    return st.lists(_option(found), min_size=low, max_size=most, unique=True)


def _option(found: Document) -> st.SearchStrategy[str]:
    return st.sampled_from([option["key"] for option in found["options"]])


def _number(found: Document) -> st.SearchStrategy[float]:
    return st.floats(found.get("minimum", -1e6), found.get("maximum", 1e6), allow_nan=False)


_ATTRIBUTE_VALUES: Final[dict[str, Any]] = {
    "choice": _option,
    "choices": _subset,
    "boolean": lambda found: st.booleans(),
    "number": _number,
    "text": lambda found: _names,
}


@st.composite
def boxes(draw: st.DrawFn, width: int = WIDTH, height: int = HEIGHT) -> list[float]:
    """Boxes inside an image of `width` by `height` pixels."""
    x, y = draw(st.floats(0, width - 1)), draw(st.floats(0, height - 1))
    return [x, y, draw(st.floats(0.5, width - x)), draw(st.floats(0.5, height - y))]


@st.composite
def _regions(draw: st.DrawFn, field: Document) -> Document:
    labels = draw(st.lists(st.sampled_from(field["labels"]), min_size=1, max_size=4))
    regions = [
        {
            "id": f"{field['key'][:20]}-{index}",
            "label": label["key"],
            "geometry": {"type": "box", "box": draw(boxes())},
            "attributes": draw(_attribute_values(label)),
        }
        for index, label in enumerate(labels)
    ]
    return {"regions": regions}


@st.composite
def _spans(draw: st.DrawFn, field: Document) -> Document:
    edges = sorted(draw(st.lists(st.integers(0, TEXT_LENGTH), min_size=2, max_size=7, unique=True)))
    pairs = list(zip(edges[::2], edges[1::2], strict=False))
    spans = [
        {"id": f"{field['key'][:20]}-{index}", "label": label["key"], "start": start, "end": end}
        | {"attributes": draw(_attribute_values(label))}
        for index, (start, end) in enumerate(pairs)
        for label in [draw(st.sampled_from(field["labels"]))]
    ]
    return {"spans": spans}


def _short_text(field: Document) -> st.SearchStrategy[Document]:
    return _names.map(lambda text: {"text": text[: field.get("max_length", 100)].strip() or "x"})


# One entry per field type: the answers a field with this document allows, complete ones.
ANSWERS: Final[dict[str, Any]] = {
    "regions": _regions,
    "spans": _spans,
    "choice": lambda field: _option(field).map(lambda key: {"choice": key}),
    "choices": lambda field: _subset(field).map(lambda chosen: {"choices": chosen}),
    "text": _short_text,
    "number": lambda field: _number(field).map(lambda number: {"number": number}),
    "rating": lambda field: st.integers(1, field.get("maximum", 5)).map(lambda rating: {"rating": rating}),
}


@st.composite
def answers(draw: st.DrawFn, document: Document) -> Document:
    """Plain data of complete, valid values for `ITEM` under the schema of `document`."""
    wanted = [field for field in document["fields"] if field.get("required") or draw(st.booleans())]
    return {field["key"]: draw(ANSWERS[field["type"]](field)) for field in wanted}


@st.composite
def schemas_with_values(draw: st.DrawFn, /, **options: Any) -> tuple[Schema, Value]:
    """A schema and a complete value that it allows for `ITEM`."""
    document = draw(documents(**options))
    schema = parse_document(document)
    return schema, parse_value(draw(answers(document)), schema)
