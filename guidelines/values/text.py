from guidelines.values.answer import Answer, FreeText


class Text(Answer, frozen=True):
    """What was written about the item."""

    text: FreeText
