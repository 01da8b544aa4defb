"""Check questions: prepared with the draft of a guideline version, answered before it is confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from annotation.errors import ChecksOpen, CheckUnfit
from annotation.models import LIVE_GOLD, CheckAnswer, CheckQuestion, GoldAnswer, Item
from annotation.models.check import MOST_QUESTIONS
from annotation.queries.checks import asked_of, check_for_answer, check_for_change, require_preparer
from annotation.services.gold_rows import lock_items
from annotation.services.regions import copied_region
from guidelines.markdown.difference import BEGINNING, parts
from guidelines.markdown.render import with_section_keys
from guidelines.models import Acknowledgement, GuidelineVersion, VersionState
from guidelines.queries.projects import require
from guidelines.services.acknowledgements import acknowledge_guideline
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.errors import Busy, Conflict, Fault, Invalid, Stale, Words

TRIES = 3
PUBLISHED = "The guideline version was published; its check questions no longer change."


@dataclass(frozen=True, slots=True)
class Check:
    """A question as a curator writes it. With a region also the field and the schema version that it is of."""

    item: UUID
    question: str
    answers: list[str]
    right: int
    explanation: str
    section: str = BEGINNING
    region: dict[str, Any] | None = None
    field: str = ""
    schema_version: UUID | None = None
    keeps_region: bool = False  # of a question that is changed and stays about its item: what it points at


def add_check_question(draft: GuidelineVersion, check: Check, *, by: Principal) -> CheckQuestion:
    """One more question of the draft; its item is from the publication on visible to everybody who labels in the project.

    Raises `CheckUnfit` for the fourth and for an item with a gold answer, which it would give away, and `Invalid`.
    """
    require_preparer(by, draft.project_id)
    with transaction.atomic():
        locked = _locked_draft(draft.pk)
        there = CheckQuestion.objects.filter(guideline_version=locked).count()
        if there >= MOST_QUESTIONS:
            raise CheckUnfit(Words("A version has at most {most} check questions.", most=MOST_QUESTIONS))
        question = CheckQuestion(guideline_version=locked, position=there + 1, created_by=by.user)
        _write(question, check)
        question.save(force_insert=True)
    return question


def change_check_question(question_id: UUID, check: Check, *, by: Principal, expected: int) -> CheckQuestion:
    """The question as it is now. Raises `Stale` if somebody changed it since version `expected`, and as adding does."""
    found = check_for_change(by, question_id)
    with transaction.atomic():
        question = _locked(found, expected)
        _write(question, check)
        question.version += 1
        question.save()
    return question


def remove_check_question(question_id: UUID, *, by: Principal, expected: int) -> None:
    """The question is gone, and those after it move up. Raises `Stale`."""
    found = check_for_change(by, question_id)
    with transaction.atomic():
        question = _locked(found, expected)
        question.delete()
        after = CheckQuestion.objects.filter(
            guideline_version=found.guideline_version_id, position__gt=question.position
        )
        for pk in after.order_by("position").values_list(
            "pk", flat=True
        ):  # one by one: each place is taken once
            CheckQuestion.objects.filter(pk=pk).update(position=F("position") - 1)


def _locked_draft(version_id: UUID) -> GuidelineVersion:
    """Publishing waits for it, so that nothing is added to a version while it is frozen."""
    rows = GuidelineVersion.objects.select_for_update(of=("self",)).select_related("project")
    draft = rows.filter(pk=version_id, state=VersionState.DRAFT).first()
    if draft is None:
        raise Conflict(PUBLISHED)
    return draft


def _locked(found: CheckQuestion, expected: int) -> CheckQuestion:
    draft = _locked_draft(found.guideline_version_id)
    question = CheckQuestion.objects.filter(pk=found.pk, version=expected).first()
    if question is None:
        raise Stale("Somebody changed this check question after you read it.")
    question.guideline_version = draft
    return question


def _write(question: CheckQuestion, check: Check) -> None:
    draft = question.guideline_version
    if check.right >= len(check.answers):
        raise Invalid(errors=[Fault("/right", "Say which of the answers is right.")])
    if len({answer.casefold() for answer in check.answers}) < len(check.answers):
        raise Invalid(errors=[Fault("/answers", "Two answers say the same.")])
    if check.section != BEGINNING and check.section not in parts(with_section_keys(draft.markdown)):
        raise Invalid(errors=[Fault("/section", "Name a section of the draft.")])
    item = _item(draft, check.item)
    if not check.keeps_region or item.pk != question.item_id:
        question.region = None
    question.item = item
    if check.region is not None:
        kind, region = copied_region(
            draft.project, field=check.field, region=check.region, schema_version=check.schema_version
        )
        place = {key: value for key, value in region.items() if key not in ("label", "attributes")}
        question.region = {"kind": kind, **place}
    question.section, question.question = check.section, check.question
    question.answers, question.right, question.explanation = check.answers, check.right, check.explanation


def _item(draft: GuidelineVersion, item_id: UUID) -> Item:
    """The item, locked, so that nobody makes it gold at the same moment."""
    found = [item for item in lock_items([item_id]) if item.project_id == draft.project_id]
    if not found:
        raise Invalid(errors=[Fault("/item", "There is no such item in this project.")])
    if GoldAnswer.objects.filter(item=found[0], state__in=LIVE_GOLD).exists():
        raise CheckUnfit(
            "The item has a gold answer, which the question would give away. Choose another item."
        )
    return found[0]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of an answer: whether it is right, and whether it was the person's first to this question."""

    question: CheckQuestion
    is_right: bool
    is_first: bool


def answer_check(question_id: UUID, *, by: Principal, choice: int) -> Verdict:
    """The answer is kept. After a right one nothing more is written: whatever comes then gets that verdict again."""
    question = check_for_answer(by, question_id)
    if choice >= len(question.answers):
        raise Invalid(errors=[Fault("/choice", "There is no such answer.")])
    for _ in range(TRIES):
        given = CheckAnswer.objects.filter(question=question, user=by.user)
        if given.filter(is_right=True).exists():
            return Verdict(question, True, False)
        number = given.count() + 1
        try:
            with transaction.atomic():
                CheckAnswer.objects.create(
                    question=question,
                    user=by.user,
                    number=number,
                    choice=choice,
                    is_right=choice == question.right,
                )
        except IntegrityError:  # another window was at it
            continue
        return Verdict(question, choice == question.right, number == 1)
    raise Busy("Too many answers at once; answer again.")


def confirm_reading(version: GuidelineVersion, *, by: Principal) -> Acknowledgement:
    """It is written down that the person has read `version`. Raises `ChecksOpen` while a check question has no right answer."""
    require(by, version.project, Can.ANNOTATE)
    left = sum(not asked.is_right for asked in asked_of(by, version.project, version))
    if left:
        raise ChecksOpen(
            Words("Of the check questions of this change {count} wait for your right answer.", count=left),
            left=left,
        )
    return acknowledge_guideline(version, by=by)
