"""Questions about the blood cells: one that waits, one that is answered, one whose answer everybody reads."""

from __future__ import annotations

from dataclasses import dataclass

from annotation.models import Annotation
from annotation.queries.annotations import newest_revision
from annotation.queries.threads import reader_in
from annotation.services.threads.ask import Question, ask_question, post_message
from annotation.services.threads.curate import publish_thread
from guidelines.models import Project
from labelwright.accounts.principal import Principal


@dataclass(frozen=True, slots=True)
class Asked:
    """`number` is the place among the asker's items by name; `region`, of the item's regions."""

    who: str
    number: int
    region: int
    question: str
    answer: str = ""
    is_public: bool = False


ASKED = (
    Asked(
        "haruka",
        0,
        0,
        "Two red cells overlap so far that I cannot see where one ends. One box or two?",
        "Two boxes, as long as you can tell that there are **two cells**. Let the boxes overlap.",
        is_public=True,
    ),
    Asked(
        "annotator",
        1,
        1,
        "이미지 가장자리에서 잘린 세포도 표시해야 하나요?",
        "네. 보이는 부분만 상자로 표시하세요. 절반보다 적게 보이면 빼세요.",
    ),
    Asked("sota", 2, 2, "血小板が赤血球の上に重なっています。どちらのラベルですか。"),
    Asked("minseo", 0, 1, "Is this a platelet, or dirt on the slide?"),
)


def ask_and_answer(project: Project, who: dict[str, Principal]) -> None:
    """The questions are there, asked about the work that the same people have submitted."""
    curator = reader_in(who["curator"], project)
    for asked in ASKED:
        thread = ask_question(project, by=who[asked.who], question=_about(project, who[asked.who], asked))
        if asked.answer:
            post_message(thread.pk, reader=curator, body=asked.answer, answer=True)
        if asked.is_public:
            publish_thread(thread.pk, by=who["curator"], question=asked.question, answer=asked.answer)


def _about(project: Project, asker: Principal, asked: Asked) -> Question:
    theirs = Annotation.objects.filter(project=project, author=asker.user).select_related("item")
    annotation = theirs.order_by("item__external_id")[asked.number]
    revision = newest_revision(annotation)
    field, regions = next((key, part["regions"]) for key, part in revision.value.items() if "regions" in part)
    return Question(
        body=asked.question,
        item=annotation.item_id,
        field=field,
        region=regions[asked.region % len(regions)],
        schema_version=revision.schema_version_id,
    )
