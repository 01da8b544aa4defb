from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from guidelines.operations.base import Operation
from guidelines.operations.errors import NotApplicable
from guidelines.operations.options.base import Chosen, ChosenOperation
from guidelines.operations.places import option_of, without
from guidelines.schema.document import Schema
from guidelines.schema.words import Key
from labelwright.errors import Words


class MergeOptions(ChosenOperation, frozen=True, kw_only=True, tag="merge_options/1"):
    """Where one of `sources` was chosen, `target` is, which exists already; `sources` are retired."""

    sources: Annotated[tuple[Key, ...], Meta(min_length=1, max_length=1000)]
    target: Key

    @property
    def retired(self) -> frozenset[str]:
        return frozenset(self.sources)

    def migrate_schema(self, schema: Schema) -> Schema:
        holder = self.holder(schema)
        option_of(holder, self.target, "/target")
        for index, key in enumerate(self.sources):
            option_of(holder, key, f"/sources/{index}")
            if key == self.target:
                raise NotApplicable(
                    f"/sources/{index}",
                    Words("Expected other options than the target, found {found}.", found=key),
                )
        return self.with_options(schema, without(holder.options, self.sources))

    def instead(self, chosen: Chosen) -> Chosen:
        return tuple(dict.fromkeys(self.target if key in self.retired else key for key in chosen))

    def reason(self, gone: Chosen) -> str:
        return Words("was {label}", label=", ".join(gone))

    def absorb(self, following: Operation) -> tuple[Operation, ...] | None:
        """Into the same target, or on from this one's."""
        if not isinstance(following, MergeOptions):
            return None
        if replace(following, sources=self.sources, target=self.target) != self:
            return None
        if following.target != self.target and self.target not in following.sources:
            return None
        return (replace(following, sources=(*self.sources, *following.sources)),)

    def describe(self) -> str:
        return Words(
            "Merge the options {sources} of {place} into {target}",
            sources=", ".join(self.sources),
            place=self.place,
            target=self.target,
        )
