from functools import lru_cache
from typing import Annotated, Any

import re2
from msgspec import Meta

from guidelines.operations.base import Context
from guidelines.operations.conditions.base import Condition
from guidelines.operations.errors import NotApplicable
from guidelines.schema.document import Schema
from guidelines.schema.labels import Label, RegionLabel
from labelwright.errors import Words

MAXIMUM_MEMORY = 1 << 20  # bytes of one compiled pattern; what repeats thousands of times is refused


class TextMatches(Condition, frozen=True, kw_only=True, tag="text_matches"):
    """The text that a span covers holds a match of `pattern`, a regular expression in the syntax of RE2.

    `^` and `$` are the ends of that text. RE2 takes time in proportion to the text, whatever the pattern.
    """

    pattern: Annotated[str, Meta(min_length=1, max_length=1000, description="a regular expression")]

    @property
    def reads_text(self) -> bool:
        return True

    @property
    def may_not_know(self) -> bool:
        return True

    def require(self, schema: Schema, label: Label, pointer: str) -> None:
        if isinstance(label, RegionLabel) or schema.input != "text":
            raise NotApplicable(
                f"{pointer}/type",
                Words("Expected a label of spans, found {found} of something else.", found=label.key),
            )
        try:
            _compiled(self.pattern)
        except (re2.error, UnicodeError) as error:
            words = error.args[0].decode() if isinstance(error, re2.error) else str(error)
            raise NotApplicable(
                f"{pointer}/pattern",
                Words("Expected a regular expression of RE2, found a fault: {fault}.", fault=words),
            ) from error

    def holds(self, part: Any, context: Context) -> bool | None:
        text = context.item.text
        if text is None:
            return None
        return _compiled(self.pattern).search(text[part.start : part.end]) is not None

    def describe(self) -> str:
        return Words("its text matches {pattern}", pattern=self.pattern)


@lru_cache(maxsize=100)
def _compiled(pattern: str) -> Any:
    options = re2.Options()
    options.max_mem = MAXIMUM_MEMORY
    options.log_errors = False
    return re2.compile(pattern, options)
