from labelwright.errors import Invalid


class SchemaErrors(Invalid):
    """A schema document does not describe a label schema."""

    code = "invalid-schema"
    title = "The label schema is not valid"
