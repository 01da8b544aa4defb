from guidelines.values.answer import Answer


class Rating(Answer, frozen=True):
    """A whole number of steps, 1 being the lowest."""

    rating: int
