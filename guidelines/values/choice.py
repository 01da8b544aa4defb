from collections.abc import Iterable

from guidelines.values.answer import Answer


class Choice(Answer, frozen=True):
    """The key of the one option that was chosen."""

    choice: str

    @property
    def labels(self) -> Iterable[str]:
        return (self.choice,)
