from guidelines.values.answer import Answer


class Number(Answer, frozen=True):
    """A finite number, in the field's unit."""

    number: float
