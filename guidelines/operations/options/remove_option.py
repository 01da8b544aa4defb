from typing import Literal

from guidelines.operations.options.base import Chosen, ChosenOperation
from guidelines.operations.places import option_of, without
from guidelines.schema.document import Schema
from guidelines.schema.words import Key
from labelwright.errors import Words


class RemoveOption(ChosenOperation, frozen=True, kw_only=True, tag="remove_option/1"):
    """There is no `option` any more. Where it was chosen, a person is asked what is instead, or it is dropped.

    What is dropped and leaves too little of an answer is asked about all the same.
    """

    option: Key
    answers: Literal["ask", "drop"] = "ask"

    @property
    def retired(self) -> frozenset[str]:
        return frozenset({self.option})

    @property
    def always_asks(self) -> bool:
        return self.answers == "ask"

    def migrate_schema(self, schema: Schema) -> Schema:
        holder = self.holder(schema)
        option_of(holder, self.option)
        return self.with_options(schema, without(holder.options, [self.option]))

    def instead(self, chosen: Chosen) -> Chosen:
        return tuple(key for key in chosen if key != self.option)

    def reason(self, gone: Chosen) -> str:
        return Words("{label} was removed", label=self.option)

    def describe(self) -> str:
        rest = (
            Words("drop it where it was chosen")
            if self.answers == "drop"
            else Words("ask what is chosen instead")
        )
        return Words(
            "Remove the option {option} of {place} and {rest}",
            option=self.option,
            place=self.place,
            rest=rest,
        )
