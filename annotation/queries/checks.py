"""Reading check questions. Which answer is right is for those who run the project, and for who has answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from annotation.models import CheckAnswer, CheckQuestion
from guidelines.models import Acknowledgement, GuidelineVersion, Project, VersionState
from guidelines.queries.projects import project_for, projects_for
from guidelines.queries.versions import guideline_versions_for
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.errors import NotFound


def asked_in(project_id: UUID) -> QuerySet[CheckQuestion]:
    """The questions that people of the project are or were asked: those of published rule changes."""
    return CheckQuestion.objects.filter(
        guideline_version__project=project_id,
        guideline_version__state=VersionState.PUBLISHED,
        guideline_version__change_kind=GuidelineVersion.ChangeKind.RULE_CHANGE,
    )


def questions_of(version: GuidelineVersion) -> QuerySet[CheckQuestion]:
    """The questions of a version in their order, for those who may see which answers are right."""
    return (
        CheckQuestion.objects.filter(guideline_version=version)
        .select_related("item__asset", "guideline_version")
        .order_by("position")
    )


def checked_version_for(who: Principal, version_id: UUID) -> GuidelineVersion:
    """The published version, for somebody who may see which answers are right. Raises `NotFound` or `Forbidden`."""
    version = guideline_versions_for(who).filter(pk=version_id).first()
    if version is None:
        raise NotFound
    project_for(who, version.project_id, Can.SEE_DRAFTS)
    project_for(who, version.project_id, Can.SEE_GOLD)
    return version


def check_for_change(who: Principal, question_id: UUID) -> CheckQuestion:
    """The question, for somebody who may prepare questions. Raises `NotFound` or `Forbidden`."""
    found = (
        CheckQuestion.objects.filter(
            pk=question_id, guideline_version__project__in=projects_for(who, Can.SEE_DRAFTS)
        )
        .select_related("guideline_version__project", "item__asset")
        .first()
    )
    if found is None:
        raise NotFound
    require_preparer(who, found.guideline_version.project_id)
    return found


def require_preparer(who: Principal, project_id: UUID) -> None:
    """Nothing, or `Forbidden`. Gold items are refused as questions, so who may not know which these are prepares none."""
    project_for(who, project_id, Can.EDIT_SCHEMA)
    project_for(who, project_id, Can.SEE_GOLD)


def check_for_answer(who: Principal, question_id: UUID) -> CheckQuestion:
    """The published question, for somebody who labels in its project. Raises `NotFound` or `Forbidden`."""
    found = (
        CheckQuestion.objects.filter(pk=question_id, guideline_version__in=guideline_versions_for(who))
        .select_related("guideline_version")
        .first()
    )
    if found is None or not asked_in(found.guideline_version.project_id).filter(pk=question_id).exists():
        raise NotFound
    project_for(who, found.guideline_version.project_id, Can.ANNOTATE)
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands for one person: how often they have answered it, and whether rightly by now."""

    question: CheckQuestion
    tries: int
    is_right: bool


def asked_of(who: Principal, project: Project, version: GuidelineVersion) -> list[Asked]:
    """What the person has to answer before they confirm `version`, oldest change first.

    Those of each rule change since the version that they have confirmed last; of who has confirmed none, those of the newest
    rule change. A question about a section that a later rule change touched again is left out: its answer may have changed.
    """
    assert version.number is not None, "what is published has a number"
    newest = Acknowledgement.objects.filter(project=project, user=who.user).order_by("-number").first()
    changes = list(
        GuidelineVersion.objects.filter(
            project=project,
            state=VersionState.PUBLISHED,
            change_kind=GuidelineVersion.ChangeKind.RULE_CHANGE,
            number__gt=newest.number if newest else 0,
            number__lte=version.number,
        )
        .order_by("-number")
        .values_list("pk", "touched_sections")
    )
    if newest is None:
        changes = changes[:1]
    questions = _by_version([pk for pk, _ in changes])
    found: list[CheckQuestion] = []
    touched: set[str] = set()
    for pk, sections in changes:
        found = [each for each in questions[pk] if each.section not in touched] + found
        touched.update(sections or ())
    tries = _tries(who, found)
    return [Asked(each, *tries.get(each.pk, (0, False))) for each in found]


def _by_version(versions: list[UUID]) -> dict[UUID, list[CheckQuestion]]:
    found: dict[UUID, list[CheckQuestion]] = defaultdict(list)
    rows = CheckQuestion.objects.filter(guideline_version__in=versions) if versions else ()
    if versions:
        rows = rows.select_related("item__asset", "guideline_version").order_by("position")  # type: ignore[union-attr]
    for each in rows:
        found[each.guideline_version_id].append(each)
    return found


def _tries(who: Principal, questions: list[CheckQuestion]) -> dict[UUID, tuple[int, bool]]:
    if not questions:
        return {}
    rows = CheckAnswer.objects.filter(user=who.user, question__in=questions).order_by()
    counted = rows.values_list("question").annotate(n=Count("pk"), right=Count("pk", filter=Q(is_right=True)))
    return {question: (n, right > 0) for question, n, right in counted}


@dataclass(frozen=True, slots=True)
class Given:
    """How people answered one question. `people` have answered it, of whom so many were `right_at_first`, and `passed` by now.

    `first` and `tries` count, for each answer in its place, who chose it at first, and how often it was chosen at all.
    """

    people: int
    right_at_first: int
    passed: int
    first: tuple[int, ...]
    tries: tuple[int, ...]


def given_answers(questions: Iterable[CheckQuestion]) -> dict[UUID, Given]:
    """By question, for somebody who may see which answers are right. One query."""
    questions = list(questions)
    rows = CheckAnswer.objects.filter(question__in=questions).order_by()
    counted = rows.values_list("question", "choice", "is_right").annotate(
        tries=Count("pk"), first=Count("pk", filter=Q(number=1))
    )
    by_choice: dict[UUID, dict[int, tuple[int, int]]] = defaultdict(dict)
    right: dict[UUID, tuple[int, int]] = {}
    for question, choice, is_right, tries, first in counted:
        by_choice[question][choice] = tries, first
        if is_right:
            right[question] = tries, first  # who is right is asked no more: as many people as times
    return {each.pk: _given(each, by_choice[each.pk], right.get(each.pk, (0, 0))) for each in questions}


def _given(question: CheckQuestion, choices: dict[int, tuple[int, int]], right: tuple[int, int]) -> Given:
    counts = [choices.get(place, (0, 0)) for place in range(len(question.answers))]
    first = tuple(each for _, each in counts)
    return Given(sum(first), right[1], right[0], first, tuple(each for each, _ in counts))


@dataclass(frozen=True, slots=True)
class FirstAnswers:
    """How one person did on the questions of one version, at first."""

    guideline_version: UUID
    number: int
    answered: int
    right_at_first: int


def first_answers(project_id: UUID, users: Collection[UUID]) -> dict[UUID, list[FirstAnswers]]:
    """By person, newest version first. One query, for rows that the caller may see."""
    rows = (
        CheckAnswer.objects.filter(question__guideline_version__project=project_id, user__in=users, number=1)
        .order_by()
        .values_list("user", "question__guideline_version", "question__guideline_version__number")
        .annotate(n=Count("pk"), right=Count("pk", filter=Q(is_right=True)))
    )
    found: dict[UUID, list[FirstAnswers]] = defaultdict(list)
    for user, version, number, n, right in rows:
        found[user].append(FirstAnswers(version, number or 0, n, right))
    for each in found.values():
        each.sort(key=lambda row: -row.number)
    return found
