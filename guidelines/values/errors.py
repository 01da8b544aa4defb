from labelwright.errors import Invalid


class ValueErrors(Invalid):
    """An annotation value is not shaped as its schema says."""

    code = "invalid-value"
    title = "The annotation value is not valid"
