from collections.abc import Iterator

from guidelines.schema.attributes import Options
from guidelines.schema.context import ItemContext
from guidelines.schema.fields.base import FieldBase
from guidelines.schema.findings import Finding, duplicates, nested
from guidelines.schema.named import Option
from guidelines.values.choice import Choice
from guidelines.values.pointers import shown
from labelwright.errors import Words


class ChoiceField(FieldBase[Choice], frozen=True, kw_only=True, tag="choice", dict=True):
    """Exactly one of the options."""

    answer = Choice

    options: Options

    @property
    def all_options(self) -> tuple[Option, ...]:
        return self.options

    def findings(self) -> Iterator[Finding]:
        return nested("/options", duplicates(self.options))

    def answer_findings(self, answer: Choice, item: ItemContext, *, complete: bool) -> Iterator[Finding]:
        if all(option.key != answer.choice for option in self.options):
            yield (
                "/choice",
                Words(
                    "Expected an option of {key}, found {found}. Choose another.",
                    key=self.key,
                    found=shown(answer.choice),
                ),
            )
