"""A guideline with its examples is published: who may read it may see them from then on."""

from __future__ import annotations

from typing import Final

from annotation.models import ExampleUse, GuidelineExample
from annotation.queries.examples import missing_keys
from guidelines.markdown.render import examples
from guidelines.models import GuidelineVersion
from labelwright.errors import Fault, Invalid, Words

MOST_EXAMPLES: Final = 100  # of a version: it is for people to read, and to take along in one file


def show_examples(version: GuidelineVersion, markdown: str) -> None:
    """It is written down which examples the version shows; it must not be published yet.

    Raises `Invalid` for a text that names examples which are not there.
    """
    keys = list(dict.fromkeys(each.key for each in examples(markdown)))
    if len(keys) > MOST_EXAMPLES:
        raise Invalid(
            errors=[
                Fault(
                    "/markdown",
                    Words(
                        "It shows {count} examples; {most} are possible.", count=len(keys), most=MOST_EXAMPLES
                    ),
                )
            ]
        )
    missing = missing_keys(version.project, keys)
    if missing:
        raise Invalid(
            errors=[
                Fault(
                    "/markdown",
                    Words("There is no example {key}. Pick it again, or take its line out.", key=key),
                )
                for key in missing
            ]
        )
    rows = GuidelineExample.objects.filter(project=version.project_id, key__in=keys)
    ExampleUse.objects.bulk_create(ExampleUse(example=row, version=version) for row in rows)
