from collections.abc import Iterable

from guidelines.values.answer import Answer


class Taxonomy(Answer, frozen=True):
    """The key of the one node that was chosen."""

    taxonomy: str

    @property
    def labels(self) -> Iterable[str]:
        return (self.taxonomy,)
