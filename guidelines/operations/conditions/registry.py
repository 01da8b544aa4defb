from guidelines.operations.conditions.answer_is import AnswerIs
from guidelines.operations.conditions.area import Area
from guidelines.operations.conditions.aspect_ratio import AspectRatio
from guidelines.operations.conditions.attribute_is import AttributeIs
from guidelines.operations.conditions.attribute_present import AttributePresent
from guidelines.operations.conditions.text_matches import TextMatches

AnyCondition = AnswerIs | Area | AspectRatio | AttributeIs | AttributePresent | TextMatches
