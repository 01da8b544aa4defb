"""What needs a person: questions are given out one kind after the other, and answered by one key each."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from annotation.errors import QuestionClosed
from annotation.models import Annotation, RelabelQuestion
from annotation.queries.in_scope import stored
from annotation.queries.relabel import answers_about, open_questions, question_for
from annotation.services.schema_migration.carrying import walk
from annotation.services.schema_migration.step import Carrier, carried, migration_of, migrations_on, questions
from guidelines.lens import hops_between
from guidelines.queries.versions import share_current_schema
from labelwright.accounts.principal import Principal
from labelwright.database.clock import now
from labelwright.errors import Fault, Invalid, Words

LEASE = timedelta(minutes=15)
OPEN, ANSWERED = RelabelQuestion.State.OPEN, RelabelQuestion.State.ANSWERED


def next_questions(
    who: Principal, project_id: UUID, *, count: int, without: Collection[UUID] = ()
) -> list[RelabelQuestion]:
    """Open questions that are now the person's for a quarter of an hour; those of one label come one after the other.

    What they hold already comes first; `without` leaves out what they have before them. Two people never get the same.
    """
    _, found = open_questions(who, project_id)
    instant = now()
    free = Q(leased_until=None) | Q(leased_until__lte=instant) | Q(leased_to=who.user)
    with transaction.atomic():
        rows = (
            found.filter(free)
            .exclude(pk__in=without)
            .order_by("field", "label", "id")
            .select_for_update(of=("self",), skip_locked=True)
        )
        ids = [row.pk for row in rows[:count]]
        RelabelQuestion.objects.filter(pk__in=ids).update(leased_to=who.user, leased_until=instant + LEASE)
    given = RelabelQuestion.objects.filter(pk__in=ids).select_related(
        "annotation__item__asset", "migration__to_version", "migration__from_version"
    )
    return list(given.order_by("field", "label", "id"))


def answer_question(question_id: UUID, *, by: Principal, answer: str, seconds: int) -> RelabelQuestion:
    """The question is answered, and with the last one of its annotation the annotation is carried on.

    Answering again with the same key changes nothing. Raises `Invalid` for a key that is no candidate, `QuestionClosed`.
    """
    found = question_for(by, question_id)
    with transaction.atomic():
        annotation, question = _locked(found)
        if question.state == ANSWERED and (question.answer, question.answered_by_id) == (answer, by.user.pk):
            return question
        if question.state != OPEN:
            raise QuestionClosed("Go on with the next one.", state=question.state)
        if answer not in question.candidates:
            known = ", ".join(question.candidates) or Words("nothing: it has to be done again by hand")
            raise Invalid(
                "This is no possible answer.",
                errors=[
                    Fault(
                        "/answer", Words("Expected one of {known}, found {found}.", known=known, found=answer)
                    )
                ],
            )
        question.state, question.answer, question.seconds = ANSWERED, answer, seconds
        question.answered_by, question.answered_at = by.user, now()
        question.leased_to = question.leased_until = None
        question.save()
        if not RelabelQuestion.objects.filter(annotation=annotation, state=OPEN).exists():
            carry_answered(annotation, by=by)
    return question


def _locked(found: RelabelQuestion) -> tuple[Annotation, RelabelQuestion]:
    """Locked in the order in which everybody does: the project, shared; the annotation; its questions."""
    share_current_schema(found.project_id)
    annotation = Annotation.objects.select_for_update(no_key=True).get(pk=found.annotation_id)
    return annotation, RelabelQuestion.objects.select_for_update().get(pk=found.pk)


def take_back_answer(question_id: UUID, *, by: Principal) -> RelabelQuestion:
    """The person's own answer is open again, as long as the annotation was not carried on with it.

    Raises `QuestionClosed` if it was.
    """
    found = question_for(by, question_id)
    with transaction.atomic():
        annotation, question = _locked(found)
        if question.state != ANSWERED or question.answered_by_id != by.user.pk:
            raise QuestionClosed("Only your own answer can be taken back.", state=question.state)
        if annotation.revision != question.revision:
            raise QuestionClosed(
                "The annotation went on with this answer; open it to change it.", annotation=annotation.pk
            )
        question.state, question.answer = OPEN, ""
        question.answered_by, question.answered_at = None, None
        question.leased_to, question.leased_until = by.user, now() + LEASE
        question.save()
    return question


def carry_answered(annotation: Annotation, *, by: Principal) -> None:
    """The annotation, locked, is carried on with the answers about its newest revision; what they lead to may be asked next."""
    current = share_current_schema(annotation.project_id)
    (row,) = stored([annotation.pk], with_text=True)
    hops = hops_between(row.schema_version, current) if current else None
    if not hops:
        return
    answers, seconds = answers_about(annotation.pk, row.revision)
    way = walk(hops, row.value, row.material, answers=answers)
    migration = migration_of(way, migrations_on(hops))
    if migration is None:
        return
    if way.arrived:
        Carrier(migration).write(carried(way, row, by.user.pk, seconds))
    else:
        Carrier(migration).ask(questions(way, row, migration))
