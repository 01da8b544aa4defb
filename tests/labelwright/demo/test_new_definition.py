"""The second schema of the demo's news is where its operations lead."""

from guidelines.operations.plan import make_plan, require_arrival
from guidelines.operations.registry import read_operations
from guidelines.schema.parse import parse_document
from labelwright.config.demo.new_definition import OPERATIONS, second_schema
from labelwright.config.demo.schemas import NEWS


def test_the_operations_lead_to_the_second_schema() -> None:
    plan = make_plan(parse_document(NEWS), read_operations(OPERATIONS))

    require_arrival(plan, parse_document(second_schema()))
