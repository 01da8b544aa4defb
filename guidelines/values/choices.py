from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta

from guidelines.values.answer import Answer


class Choices(Answer, frozen=True):
    """The keys of the options that were chosen, in the order they were chosen."""

    choices: Annotated[tuple[str, ...], Meta(max_length=1000)]

    @property
    def labels(self) -> Iterable[str]:
        return self.choices
