from labelwright.errors import Invalid


class NotApplicable(Exception):
    """An operation does not fit the schema that it is applied to.

    `pointer` names the member of the operation that is at fault (`/target`), `detail` says what was expected and found.
    """

    def __init__(self, pointer: str, detail: str) -> None:
        super().__init__(f"{pointer}: {detail}")
        self.pointer, self.detail = pointer, detail


class Irreversible(Exception):
    """Nothing leads back without losing something."""


class PlanErrors(Invalid):
    """Operations do not lead from one schema version to the next; every fault is named."""

    code = "invalid-plan"
    title = "The operations do not fit the label schema"
