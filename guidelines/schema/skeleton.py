from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta, Struct

from guidelines.schema.findings import Finding, duplicates, nested
from guidelines.schema.named import Named
from guidelines.schema.words import Key
from guidelines.values.keypoints import MAXIMUM_KEYPOINTS
from guidelines.values.pointers import shown
from labelwright.errors import Words


class SkeletonPoint(Named, frozen=True, kw_only=True):
    """One point of a skeleton, such as the left eye."""


class Skeleton(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The points that keypoints have, in their order, and the lines drawn between them, by key."""

    points: Annotated[tuple[SkeletonPoint, ...], Meta(min_length=1, max_length=MAXIMUM_KEYPOINTS)]
    edges: Annotated[tuple[tuple[Key, Key], ...], Meta(max_length=2000)] = ()

    def findings(self) -> Iterator[Finding]:
        """What is wrong with this skeleton itself."""
        yield from nested("/points", duplicates(self.points))
        known = {point.key for point in self.points}
        seen: set[frozenset[str]] = set()
        for index, edge in enumerate(self.edges):
            strange = [key for key in edge if key not in known]
            if strange:
                yield (
                    f"/edges/{index}",
                    Words("Expected keys of points, found {found}. Add the point.", found=shown(strange[0])),
                )
            elif edge[0] == edge[1]:
                yield (
                    f"/edges/{index}",
                    Words("Expected two points, found {found} twice. Change one.", found=shown(edge[0])),
                )
            elif frozenset(edge) in seen:
                yield f"/edges/{index}", Words("Expected each edge once, found it again. Remove it.")
            seen.add(frozenset(edge))
