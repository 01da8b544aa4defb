"""All kinds of operations, and writing them down and reading them back."""

from __future__ import annotations

from typing import Any, Final, get_args

import msgspec

from guidelines.operations.answers.choice_to_choices import ChoiceToChoices
from guidelines.operations.answers.choices_to_choice import ChoicesToChoice
from guidelines.operations.answers.convert_number import ConvertNumber
from guidelines.operations.answers.normalise_text import NormaliseText
from guidelines.operations.attributes.add_attribute import AddAttribute
from guidelines.operations.attributes.attribute_to_item import AttributeToItem
from guidelines.operations.attributes.configure_attribute import ConfigureAttribute
from guidelines.operations.attributes.item_to_attribute import ItemToAttribute
from guidelines.operations.attributes.remove_attribute import RemoveAttribute
from guidelines.operations.attributes.rename_attribute import RenameAttribute
from guidelines.operations.attributes.retype_attribute import RetypeAttribute
from guidelines.operations.base import Operation
from guidelines.operations.errors import PlanErrors
from guidelines.operations.fields.add_field import AddField
from guidelines.operations.fields.configure_field import ConfigureField
from guidelines.operations.fields.remove_field import RemoveField
from guidelines.operations.fields.rename_field import RenameField
from guidelines.operations.fields.reorder import Reorder
from guidelines.operations.fields.replace_schema import ReplaceSchema
from guidelines.operations.geometry.change_geometry import ChangeGeometry
from guidelines.operations.labels.add_label import AddLabel
from guidelines.operations.labels.fold_labels import FoldLabels
from guidelines.operations.labels.merge_labels import MergeLabels
from guidelines.operations.labels.remove_label import RemoveLabel
from guidelines.operations.labels.rename_label import RenameLabel
from guidelines.operations.labels.split_label import SplitLabel
from guidelines.operations.labels.unfold_attribute import UnfoldAttribute
from guidelines.operations.options.add_option import AddOption
from guidelines.operations.options.merge_options import MergeOptions
from guidelines.operations.options.remove_option import RemoveOption
from guidelines.operations.options.rename_option import RenameOption
from guidelines.operations.relations.add_relation import AddRelation
from guidelines.operations.relations.configure_relation import ConfigureRelation
from guidelines.operations.relations.merge_relations import MergeRelations
from guidelines.operations.relations.remove_relation import RemoveRelation
from guidelines.operations.relations.rename_relation import RenameRelation
from guidelines.operations.relations.reverse_relation import ReverseRelation
from guidelines.operations.spans.snap_spans import SnapSpans
from guidelines.operations.spans.trim_spans import TrimSpans
from guidelines.operations.taxonomy.add_node import AddNode
from guidelines.operations.taxonomy.choice_to_taxonomy import ChoiceToTaxonomy
from guidelines.operations.taxonomy.collapse_level import CollapseLevel
from guidelines.operations.taxonomy.move_node import MoveNode
from guidelines.operations.taxonomy.refine_node import RefineNode
from guidelines.operations.taxonomy.remove_node import RemoveNode
from guidelines.operations.taxonomy.rename_node import RenameNode
from guidelines.operations.taxonomy.taxonomy_to_choice import TaxonomyToChoice
from guidelines.schema.parse import to_plain
from guidelines.values.shape import UNREADABLE, Reading, shape_of

MAXIMUM_OPERATIONS = 500

AnyOperation = (
    AddAttribute
    | AddField
    | AddLabel
    | AddNode
    | AddOption
    | AddRelation
    | ConfigureRelation
    | AttributeToItem
    | ChangeGeometry
    | ChoiceToChoices
    | ChoiceToTaxonomy
    | ChoicesToChoice
    | CollapseLevel
    | ConfigureAttribute
    | ConfigureField
    | ConvertNumber
    | FoldLabels
    | ItemToAttribute
    | MergeLabels
    | MergeOptions
    | MergeRelations
    | MoveNode
    | NormaliseText
    | RefineNode
    | RemoveAttribute
    | RemoveField
    | RemoveLabel
    | RemoveNode
    | RemoveOption
    | RemoveRelation
    | RenameAttribute
    | RenameField
    | RenameLabel
    | RenameNode
    | RenameOption
    | RenameRelation
    | Reorder
    | ReplaceSchema
    | RetypeAttribute
    | ReverseRelation
    | SnapSpans
    | SplitLabel
    | TaxonomyToChoice
    | TrimSpans
    | UnfoldAttribute
)

KINDS: Final[dict[str, type[Operation]]] = {
    str(kind.__struct_config__.tag): kind for kind in get_args(AnyOperation)
}


def read_operations(source: object, pointer: str = "/operations") -> tuple[Operation, ...]:
    """The operations that `source`, a list of plain JSON data, describes.

    Raises `PlanErrors` with every fault, each with a pointer that begins with `pointer`.
    """
    reading = Reading()
    salvaged = reading.read(shape_of(tuple[AnyOperation, ...]), source, pointer)
    if reading.faults or salvaged is UNREADABLE:
        raise PlanErrors(errors=reading.faults)
    return msgspec.convert(salvaged, tuple[AnyOperation, ...])


def write_operation(operation: Operation) -> dict[str, Any]:
    """`operation` as plain JSON data; `read_operations` reads it back to the same."""
    return to_plain(operation)
