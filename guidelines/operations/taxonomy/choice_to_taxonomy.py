from typing import Annotated

from msgspec import Meta

from guidelines.operations.base import AnswerOperation, Context, Operation
from guidelines.operations.errors import Irreversible, NotApplicable
from guidelines.operations.outcome import Migrated, Outcome
from guidelines.operations.places import field_of
from guidelines.operations.taxonomy.trees import selectable
from guidelines.schema.document import Schema
from guidelines.schema.fields.choice import ChoiceField
from guidelines.schema.fields.taxonomy import Node, TaxonomyField
from guidelines.values.choice import Choice
from guidelines.values.pointers import shown
from guidelines.values.taxonomy import Taxonomy
from labelwright.errors import Words


class ChoiceToTaxonomy(AnswerOperation, frozen=True, kw_only=True, tag="choice_to_taxonomy/1"):
    """`field`, a choice, is a taxonomy of `nodes`, in which every option is a node of the same key that may be an answer.

    Without `nodes` the options are the roots.
    """

    nodes: Annotated[tuple[Node, ...], Meta(max_length=1000)] = ()
    leaves_only: bool = False

    def migrate_schema(self, schema: Schema) -> Schema:
        field = field_of(schema, self.field, ChoiceField)
        nodes = self.nodes or tuple(Node(key=each.key, name=each.name) for each in field.options)
        after = TaxonomyField(
            key=field.key, name=field.name, required=field.required, nodes=nodes, leaves_only=self.leaves_only
        )
        missing = {each.key for each in field.options} - set(selectable(after))
        if missing:
            detail = Words(
                "Expected a node for every option that may be an answer, found none for {found}.",
                found=shown(min(missing)),
            )
            raise NotApplicable("/nodes", detail)
        return schema.with_field(after)

    def migrate_answer(self, answer: Choice, context: Context) -> Outcome:
        return Migrated((Taxonomy(answer.choice),))

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        """Only where the options were made the roots: a tree has nodes that were no options, or another order."""
        # here, not above: each of the two is the reverse of the other
        from guidelines.operations.taxonomy.taxonomy_to_choice import TaxonomyToChoice

        if self.nodes:
            raise Irreversible
        return (TaxonomyToChoice(field=self.field),)

    def describe(self) -> str:
        return Words("Make the choice {field} a taxonomy", field=self.field)
