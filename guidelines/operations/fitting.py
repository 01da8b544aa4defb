"""Giving a located part another label or another attribute: what can come along, and what a person may say."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from msgspec.structs import replace

from guidelines.operations.errors import NotApplicable
from guidelines.operations.outcome import Candidate, Migrated, NeedsPerson, Outcome
from guidelines.operations.sentences import in_a_row
from guidelines.schema.attributes import Attribute
from guidelines.schema.labels import Label
from guidelines.values.answer import AttributeValue
from labelwright.errors import Words


def relabelled(
    part: Any,
    label: Label,
    *,
    attributes: dict[str, AttributeValue] | None = None,
    forget: Collection[str] = (),
    loss: str = "",
) -> Outcome:
    """`part` with `label`. It keeps the attributes that fit there, gets those of `attributes`, and none of `forget`.

    Lossy if one does not fit. Needs a person if the label requires an attribute that the part does not have.
    """
    has = {key: value for key, value in part.attributes.items() if key not in forget}
    kept, gone = _fitting({**has, **(attributes or {})}, label)
    missing = [each.key for each in label.attributes if each.required and each.key not in kept]
    if missing:
        return NeedsPerson(
            Words("{label} requires {attribute}", label=label.key, attribute=", ".join(missing))
        )
    losses = [loss]
    if gone:
        losses.append(
            Words("{label} has no place for {attributes}", label=label.key, attributes=", ".join(gone))
        )
    return Migrated((replace(part, label=label.key, attributes=kept),), in_a_row(*losses))


def with_attribute(part: Any, key: str, value: AttributeValue | None) -> Any:
    """`part` whose attribute `key` is `value`; without it where `value` is None."""
    rest = {name: other for name, other in part.attributes.items() if name != key}
    return replace(part, attributes=rest if value is None else {**rest, key: value})


def fits(attribute: Attribute, value: AttributeValue | None) -> bool:
    """Whether `value` may stand in `attribute`; None stands for one that is not filled in."""
    if value is None:
        return not attribute.required
    return not attribute.refusal(value) and (not attribute.required or attribute.is_answered(value))


def require_fit(attribute: Attribute, value: AttributeValue, pointer: str) -> None:
    """Nothing, or `NotApplicable` if `value` may not stand in `attribute`."""
    if refusal := attribute.refusal(value):
        raise NotApplicable(pointer, refusal)
    if not fits(attribute, value):
        raise NotApplicable(
            pointer,
            Words(
                "Expected an answer to {attribute}, which is required, found none.", attribute=attribute.key
            ),
        )


def fillings(part: Any, attribute: Attribute) -> tuple[Candidate, ...]:
    """What a person may say that `attribute` of `part` is, where that can be counted; `-` leaves it empty."""
    found = [
        Candidate(key, (with_attribute(part, attribute.key, value),)) for key, value in countable(attribute)
    ]
    if found and not attribute.required:
        found.append(Candidate("-", (with_attribute(part, attribute.key, None),)))
    return tuple(found)


def countable(attribute: Attribute) -> Iterator[tuple[str, AttributeValue]]:
    """The values of `attribute` that can be counted, with the keys that a person says for them."""
    kind = attribute.__struct_config__.tag
    if kind == "boolean":
        yield from (("true", True), ("false", False))
    for option in attribute.all_options:
        yield option.key, (option.key,) if kind == "choices" else option.key


def may_lack(source: Label, target: Label) -> bool:
    """Whether a part of `source` may lack an attribute that `target` requires."""
    return any(attribute.required and attribute not in source.attributes for attribute in target.attributes)


def _fitting(values: dict[str, AttributeValue], label: Label) -> tuple[dict[str, AttributeValue], list[str]]:
    if not values:
        return {}, []
    known = {attribute.key: attribute for attribute in label.attributes}
    kept = {key: value for key, value in values.items() if key in known and not known[key].refusal(value)}
    return kept, [key for key in values if key not in kept]
