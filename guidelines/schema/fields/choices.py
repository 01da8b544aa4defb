from collections.abc import Iterator

from guidelines.schema.attributes import Options
from guidelines.schema.context import ItemContext
from guidelines.schema.fields.base import FieldBase
from guidelines.schema.findings import Finding, duplicates, nested, reversed_bounds
from guidelines.schema.named import Option
from guidelines.schema.words import Count
from guidelines.values.choices import Choices
from guidelines.values.pointers import shown
from labelwright.errors import Words


class ChoicesField(FieldBase[Choices], frozen=True, kw_only=True, tag="choices", dict=True):
    """Any of the options, each at most once."""

    answer = Choices

    options: Options
    min_selected: Count | None = None
    max_selected: Count | None = None

    @property
    def all_options(self) -> tuple[Option, ...]:
        return self.options

    def findings(self) -> Iterator[Finding]:
        yield from nested("/options", duplicates(self.options))
        yield from reversed_bounds(self.min_selected, self.max_selected, ("min_selected", "max_selected"))
        if (self.min_selected or 0) > len(self.options):
            yield (
                "/min_selected",
                Words(
                    "Expected at most the {most} options, found {found}. Lower it.",
                    most=len(self.options),
                    found=self.min_selected,
                ),
            )

    def answer_findings(self, answer: Choices, item: ItemContext, *, complete: bool) -> Iterator[Finding]:
        known = {option.key for option in self.options}
        seen: set[str] = set()
        for index, key in enumerate(answer.choices):
            if key not in known:
                yield (
                    f"/choices/{index}",
                    Words(
                        "Expected an option of {key}, found {found}. Choose another.",
                        key=self.key,
                        found=shown(key),
                    ),
                )
            elif key in seen:
                yield (
                    f"/choices/{index}",
                    Words("Expected each option once, found {found} again. Remove it.", found=shown(key)),
                )
            seen.add(key)
        count = len(answer.choices)
        if self.max_selected is not None and count > self.max_selected:
            yield (
                "/choices",
                Words(
                    "Expected at most {most} options, found {count}. Remove some.",
                    most=self.max_selected,
                    count=count,
                ),
            )
        if complete and self.min_selected is not None and 0 < count < self.min_selected:
            yield (
                "/choices",
                Words(
                    "Expected at least {least} options, found {count}. Choose more.",
                    least=self.min_selected,
                    count=count,
                ),
            )

    def is_answered(self, answer: Choices) -> bool:
        return bool(answer.choices)
