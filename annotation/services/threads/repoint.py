"""Questions about a section of the guideline that goes are about another one from then on, or about the guideline as a whole."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from annotation.models import GuidelineAnswer, Thread
from annotation.queries.pointers import THREAD, threads_left, told_threads
from annotation.services.threads.writing import audited, keep
from guidelines.models import GuidelineVersion
from guidelines.pointers import Move, Pointer, move_of
from labelwright.accounts.principal import Principal


def repoint_threads(
    draft: GuidelineVersion, *, markdown: str, gone: Collection[str], moves: Sequence[Move], by: Principal
) -> list[Pointer]:
    """The questions point where `moves` say; gives those that no move is about, and then the caller rolls back."""
    left = threads_left(draft, markdown, gone)
    ids = list(left.values_list("pk", flat=True))
    if not ids:
        return []
    sections = dict(left.values_list("pk", "left"))
    undecided: list[UUID] = []
    for thread in (
        Thread.objects.filter(pk__in=ids)
        .select_related("project")
        .select_for_update(of=("self",))
        .order_by("pk")
    ):
        section = sections[thread.pk]
        move = move_of(Pointer(THREAD, str(thread.pk), "", section), moves)
        if move is None or move.to is None:
            undecided.append(thread.pk)
        else:
            _move(thread, draft, section, move.to, by)
    return told_threads(by, draft, left.filter(pk__in=undecided)) if undecided else []


def _move(thread: Thread, draft: GuidelineVersion, section: str, to: str, by: Principal) -> None:
    if thread.section == section:
        thread.section = to
        keep(thread)
    GuidelineAnswer.objects.filter(thread=thread, guideline_version=draft, section=section).update(section=to)
    audited(by, "thread.repointed", thread, section=section, to=to)
