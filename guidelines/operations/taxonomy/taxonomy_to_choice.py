from guidelines.operations.base import AnswerOperation, Context, Operation
from guidelines.operations.outcome import Migrated, Outcome
from guidelines.operations.taxonomy.choice_to_taxonomy import ChoiceToTaxonomy
from guidelines.operations.taxonomy.trees import selectable, taxonomy_field
from guidelines.schema.document import Schema
from guidelines.schema.fields.choice import ChoiceField
from guidelines.schema.named import Option
from guidelines.values.choice import Choice
from guidelines.values.taxonomy import Taxonomy
from labelwright.errors import Words


class TaxonomyToChoice(AnswerOperation, frozen=True, kw_only=True, tag="taxonomy_to_choice/1"):
    """`field`, a taxonomy, is a choice of the nodes that may be an answer, parents before children."""

    def migrate_schema(self, schema: Schema) -> Schema:
        field = taxonomy_field(schema, self.field)
        nodes = [field.paths[key][-1] for key in selectable(field)]
        options = tuple(Option(key=node.key, name=node.name) for node in nodes)
        choice = ChoiceField(key=field.key, name=field.name, required=field.required, options=options)
        return schema.with_field(choice)

    def migrate_answer(self, answer: Taxonomy, context: Context) -> Outcome:
        return Migrated((Choice(answer.taxonomy),))

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        field = taxonomy_field(before, self.field)
        return (ChoiceToTaxonomy(field=self.field, nodes=field.nodes, leaves_only=field.leaves_only),)

    def describe(self) -> str:
        return Words("Make the taxonomy {field} a choice of its nodes", field=self.field)
