"""Random schemas and the values they allow. Laws over schemas, values and operations draw from here."""

import math
from typing import Any, Final

from hypothesis import strategies as st

from guidelines.schema.document import Schema
from guidelines.schema.parse import parse_document
from guidelines.schema.validate import ItemContext
from guidelines.values.run_lengths import encode
from guidelines.values.value import Value, parse_value

Document = dict[str, Any]

WIDTH, HEIGHT, TEXT_LENGTH, DURATION = 640, 480, 400, 12.5
LOCATED: Final = {"image": "regions", "text": "spans", "audio": "segments"}  # by what items are
ITEM = ItemContext(width=WIDTH, height=HEIGHT, text_length=TEXT_LENGTH, duration=DURATION)

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
def _labels(draw: st.DrawFn) -> list[Document]:
    found = []
    for key in draw(_unique_keys()):
        label = {**draw(_named(key)), "attributes": draw(_attributes())}
        label |= draw(_sometimes("colour", colours))
        found.append(label | draw(_sometimes("description", prose)))
    return found


@st.composite
def _region_labels(draw: st.DrawFn) -> list[Document]:
    return [label | draw(_geometry_parts()) for label in draw(_labels())]


@st.composite
def _geometry_parts(draw: st.DrawFn) -> Document:
    geometry = draw(st.sampled_from(list(GEOMETRY_VALUES)))
    return {"geometry": geometry, **({"skeleton": draw(skeletons())} if geometry == "keypoints" else {})}


@st.composite
def skeletons(draw: st.DrawFn) -> Document:
    """Skeletons of one to three points, with some of the edges there can be."""
    points = draw(_unique_keys())
    pairs = [(a, b) for n, a in enumerate(points) for b in points[:n]]
    edges = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    return {"points": [draw(_named(key)) for key in points], "edges": [list(edge) for edge in edges]}


@st.composite
def _spans_parts(draw: st.DrawFn) -> Document:
    labels = draw(_labels())
    return {
        "labels": labels,
        "overlap": draw(st.booleans()),
        "relations": draw(_relation_types(labels)),
    }


@st.composite
def _regions_parts(draw: st.DrawFn) -> Document:
    labels = draw(_region_labels())
    return {"labels": labels, "relations": draw(_relation_types(labels))}


@st.composite
def _relation_types(draw: st.DrawFn, labels: list[Document]) -> list[Document]:
    ends = st.lists(st.sampled_from([label["key"] for label in labels]), max_size=2, unique=True)
    return [
        {**draw(_named(key)), "from": draw(ends), "to": draw(ends), **draw(_sometimes("colour", colours))}
        | draw(_sometimes("hierarchy", st.booleans()))
        for key in draw(st.lists(keys, max_size=2, unique=True))
    ]


@st.composite
def _taxonomy_parts(draw: st.DrawFn) -> Document:
    """A tree of up to eight nodes: each hangs from one before it, or is a root."""
    nodes: list[Document] = []
    roots: list[Document] = []
    for key in draw(_unique_keys(most=8)):
        node: Document = {**draw(_named(key)), "children": []}
        above = draw(st.sampled_from([None, *nodes])) if nodes else None
        (above["children"] if above else roots).append(node)
        nodes.append(node)
    return {"nodes": roots, **draw(_sometimes("leaves_only", st.booleans()))}


@st.composite
def _choices_parts(draw: st.DrawFn) -> Document:
    options = draw(_options())
    low, high = sorted(draw(st.tuples(st.integers(0, len(options)), st.integers(1, len(options)))))
    return {"options": options, **draw(st.sampled_from([{}, {"min_selected": low, "max_selected": high}]))}


# One entry per field type: what its document holds beyond key, name and titles.
FIELD_PARTS: Final[dict[str, st.SearchStrategy[Document]]] = {
    "regions": st.deferred(_regions_parts),
    "spans": _spans_parts(),
    "segments": _labels().flatmap(
        lambda labels: st.fixed_dictionaries({"labels": st.just(labels), "overlap": st.booleans()})
    ),
    "choice": _WITH_OPTIONS,
    "choices": _choices_parts(),
    "taxonomy": _taxonomy_parts(),
    "text": st.fixed_dictionaries(
        {}, optional={"max_length": st.integers(1, 100), "multiline": st.booleans()}
    ),
    "number": _bounds("minimum", "maximum"),
    "rating": st.fixed_dictionaries({}, optional={"maximum": st.integers(2, 10)}),
}


@st.composite
def documents(
    draw: st.DrawFn,
    *,
    min_fields: int = 0,
    kinds: tuple[str, ...] = tuple(FIELD_PARTS),
    first: tuple[str, ...] = (),
) -> Document:
    """Documents of valid schemas, written in every way a person might: defaults spelled out or left out.

    The fields are of `kinds`; the first of one of `first`, where it is given.
    """
    sources = [each for each in LOCATED if _allowed(each, first or kinds)]
    source = draw(st.sampled_from(sources))
    fields = list[Document]()
    for key in draw(st.lists(keys, min_size=min_fields, max_size=3, unique=True)):
        wanted = first if first and not fields else kinds
        kind = draw(st.sampled_from(_allowed(source, wanted)))
        field = {
            **draw(_named(key)),
            "type": kind,
            "required": draw(st.booleans()),
            **draw(FIELD_PARTS[kind]),
        }
        fields.append(field | (draw(_sometimes("help", prose))))
    return _with_shortcuts({"input": source, "fields": fields}, draw(st.booleans()))


def _allowed(source: str, kinds: tuple[str, ...]) -> list[str]:
    return [kind for kind in kinds if kind == LOCATED[source] or kind not in LOCATED.values()]


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
def rotated_boxes(draw: st.DrawFn) -> list[float]:
    """Boxes inside the image, turned."""
    return [*draw(boxes()), draw(st.floats(0, 360, exclude_max=True))]


_points = st.tuples(st.floats(0, WIDTH), st.floats(0, HEIGHT)).map(list)


@st.composite
def rings(draw: st.DrawFn) -> list[list[float]]:
    """Simple polygons: points at rising angles around the middle of the image."""
    count = draw(st.integers(3, 7))
    reach = [draw(st.integers(5, HEIGHT // 2)) for _ in range(count)]
    angles = [2 * math.pi * n / count for n in range(count)]
    return [
        [WIDTH / 2 + far * math.cos(angle), HEIGHT / 2 + far * math.sin(angle)]
        for far, angle in zip(reach, angles, strict=True)
    ]


@st.composite
def _polygons(draw: st.DrawFn, label: Document) -> Document:
    x, y = WIDTH / 2, HEIGHT / 2
    hole = [[x, y - 1], [x + 1, y], [x, y + 1]]
    return {"points": draw(rings()), **draw(_sometimes("holes", st.just([hole])))}


@st.composite
def _polylines(draw: st.DrawFn, label: Document) -> Document:
    points = draw(st.lists(_points, min_size=2, max_size=5))
    return {"points": points, **draw(_sometimes("closed", st.booleans()))}


@st.composite
def _keypoints(draw: st.DrawFn, label: Document) -> Document:
    count = len(label["skeleton"]["points"])
    seen = draw(st.lists(st.integers(0, 2), min_size=count, max_size=count).filter(any))
    return {"keypoints": [[*draw(_points), visibility] if visibility else [0, 0, 0] for visibility in seen]}


@st.composite
def masks(draw: st.DrawFn, width: int = WIDTH, height: int = HEIGHT) -> Document:
    """Masks of one to three stretches of pixels of an image of `width` by `height`."""
    cuts = st.lists(st.integers(0, width * height), min_size=2, max_size=6, unique=True)
    edges = sorted(draw(cuts.filter(lambda found: len(found) % 2 == 0)))
    runs = [b - a for a, b in zip([0, *edges], [*edges, width * height], strict=True)]
    return {"size": [height, width], "counts": encode(runs)}


# One entry per geometry: the parts of a valid one for a label with this document, in the image of `ITEM`.
GEOMETRY_VALUES: Final[dict[str, Any]] = {
    "box": lambda label: boxes().map(lambda found: {"box": found}),
    "rotated_box": lambda label: rotated_boxes().map(lambda found: {"rotated_box": found}),
    "polygon": _polygons,
    "polyline": _polylines,
    "point": lambda label: _points.map(lambda found: {"point": found}),
    "keypoints": _keypoints,
    "mask": lambda label: masks(),
}


@st.composite
def geometries(draw: st.DrawFn, label: Document) -> Document:
    """A geometry as the label with this document wants it."""
    kind = label["geometry"]
    return {"type": kind, **draw(GEOMETRY_VALUES[kind](label))}


@st.composite
def _regions(draw: st.DrawFn, field: Document) -> Document:
    labels = draw(st.lists(st.sampled_from(field["labels"]), min_size=1, max_size=4))
    regions = [
        {
            "id": f"{field['key'][:20]}-{index}",
            "label": label["key"],
            "geometry": draw(geometries(label)),
            "attributes": draw(_attribute_values(label)),
            **draw(_sometimes("group", st.sampled_from(["g1", "g2"]))),
        }
        for index, label in enumerate(labels)
    ]
    return {"regions": regions, **draw(_relations(field, regions))}


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
    return {"spans": spans, **draw(_relations(field, spans))}


@st.composite
def _segments(draw: st.DrawFn, field: Document) -> Document:
    """Segments to the millisecond, as people draw them, that do not cross."""
    moments = st.integers(0, round(DURATION * 1000))
    edges = sorted(draw(st.lists(moments, min_size=2, max_size=7, unique=True)))
    segments = [
        {
            "id": f"{field['key'][:20]}-{index}",
            "label": label["key"],
            "start": start / 1000,
            "end": end / 1000,
        }
        | {"attributes": draw(_attribute_values(label))}
        for index, (start, end) in enumerate(zip(edges[::2], edges[1::2], strict=False))
        for label in [draw(st.sampled_from(field["labels"]))]
    ]
    return {"segments": segments}


@st.composite
def _relations(draw: st.DrawFn, field: Document, parts: list[Document]) -> Document:
    """Some of the arrows that the field's relations allow between these parts; nothing where there are none."""
    arrows = [
        {"type": each["key"], "from": source["id"], "to": target["id"]}
        for each in field.get("relations", [])
        for source in parts
        for target in parts
        if source is not target
        and source["label"] in (each["from"] or [source["label"]])
        and target["label"] in (each["to"] or [target["label"]])
    ]
    chosen = draw(st.lists(st.sampled_from(range(len(arrows))), max_size=3, unique=True)) if arrows else []
    hierarchies = {each["key"] for each in field.get("relations", []) if each.get("hierarchy")}
    order = [part["id"] for part in parts]
    children: set[tuple[str, str]] = set()
    relations = []
    for number in chosen:
        kind, source, target = arrows[number].values()
        if kind in hierarchies:
            # Leading only to what stands later, no arrow can close a circle.
            if (kind, target) in children or order.index(source) > order.index(target):
                continue
            children.add((kind, target))
        relations.append({"id": f"rel-{number}", **arrows[number]})
    return {"relations": relations} if relations else {}


def _node(field: Document) -> st.SearchStrategy[Document]:
    pending, found = list(field["nodes"]), []
    while pending:
        node = pending.pop()
        pending += node["children"]
        found += [node["key"]] if not (field.get("leaves_only") and node["children"]) else []
    return st.sampled_from(found).map(lambda key: {"taxonomy": key})


def _short_text(field: Document) -> st.SearchStrategy[Document]:
    return _names.map(lambda text: {"text": text[: field.get("max_length", 100)].strip() or "x"})


# One entry per field type: the answers a field with this document allows, complete ones.
ANSWERS: Final[dict[str, Any]] = {
    "regions": _regions,
    "spans": _spans,
    "segments": _segments,
    "choice": lambda field: _option(field).map(lambda key: {"choice": key}),
    "choices": lambda field: _subset(field).map(lambda chosen: {"choices": chosen}),
    "taxonomy": _node,
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
