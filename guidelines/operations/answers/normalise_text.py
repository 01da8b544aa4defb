import re
import unicodedata
from typing import Any, Final, Literal

from guidelines.operations.base import AnswerOperation, Context, Effect
from guidelines.operations.errors import NotApplicable
from guidelines.operations.outcome import Candidate, Migrated, NeedsPerson, Outcome
from guidelines.operations.places import field_of
from guidelines.operations.sentences import listed
from guidelines.schema.document import Schema
from guidelines.schema.fields.text import TextField
from guidelines.values.pointers import shown
from guidelines.values.text import Text
from labelwright.errors import Words

_BLANK: Final = re.compile(r"\s+")


class NormaliseText(AnswerOperation, frozen=True, kw_only=True, tag="normalise_text/1"):
    """What is written in `field` has one spelling: Unicode `form`, no space around it, runs of white space as one, one case.

    A run that has a line break becomes a line break. The schema stays as it is. What gets longer than the field allows is
    asked about.
    """

    form: Literal["NFC", "NFKC"] | None = None
    trim: bool = False
    collapse: bool = False
    case: Literal["lower", "upper"] | None = None

    def effect(self, before: Schema) -> Effect:
        field = field_of(before, self.field, TextField)
        lengthens = self.form is not None or self.case is not None
        return Effect.AMBIGUOUS if lengthens and field.max_length is not None else Effect.LOSSY

    def migrate_schema(self, schema: Schema) -> Schema:
        field_of(schema, self.field, TextField)
        if not (self.form or self.trim or self.collapse or self.case):
            raise NotApplicable("", Words("Expected one of form, trim, collapse, case, found none."))
        return schema

    def migrate_answer(self, answer: Any, context: Context) -> Outcome | None:
        text = self._normal(answer.text)
        if text == answer.text:
            return None
        most = field_of(context.after, self.field, TextField).max_length
        if most is None or len(text) <= most:
            return Migrated((Text(text),), Words("was {label}", label=shown(answer.text)))
        candidates = (Candidate("as it was", (answer,)), Candidate("shortened", (Text(text[:most]),)))
        return NeedsPerson(
            Words(
                "{field} would have {found} characters, {most} are allowed",
                field=self.field,
                found=len(text),
                most=most,
            ),
            candidates,
        )

    def _normal(self, text: str) -> str:
        """The case before the form: a letter of the other case can be written in more ways than one."""
        if self.case is not None:
            text = text.lower() if self.case == "lower" else text.upper()
        if self.form is not None:
            text = unicodedata.normalize(self.form, text)
        if self.collapse:
            text = _BLANK.sub(_single, text)
        return text.strip() if self.trim else text

    def describe(self) -> str:
        does = {
            Words("write it in {form}", form=self.form): self.form,
            Words("trim it"): self.trim,
            Words("collapse white space"): self.collapse,
            Words("make it lower case"): self.case == "lower",
            Words("make it upper case"): self.case == "upper",
        }
        return Words(
            "Normalise the text of {field}: {steps}",
            field=self.field,
            steps=listed([step for step, done in does.items() if done]),
        )


def _single(run: re.Match[str]) -> str:
    return "\n" if "\n" in run[0] or "\r" in run[0] else " "
