"""Questions that are about sections which a guideline draft leaves out."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from annotation.models import GuidelineAnswer, Thread
from annotation.queries.threads import reader_in, visible
from guidelines.markdown.render import sections
from guidelines.models import GuidelineVersion
from guidelines.pointers import Pointer
from guidelines.queries.versions import current_guideline
from guidelines.services.leaving import left_examples, left_out
from labelwright.accounts.principal import Principal

THREAD: Final = "thread"


def pointers_of(who: Principal, draft: GuidelineVersion) -> list[Pointer]:
    """All that points to what the draft leaves out, examples first; of questions those that the person may read."""
    current = current_guideline(draft.project)
    gone = left_out(current, draft.markdown)
    threads = threads_left(draft, draft.markdown, gone)
    return [*left_examples(current, draft.markdown), *told_threads(who, draft, threads)]


def threads_left(draft: GuidelineVersion, markdown: str, gone: Collection[str]) -> QuerySet[Any]:
    """Questions about a section that is gone, or whose answer the draft took up in one, each with its `left` section."""
    there = [section.key for section in sections(markdown)]
    lost = GuidelineAnswer.objects.filter(thread=OuterRef("pk"), guideline_version=draft).exclude(
        section__in=["", *there]
    )
    threads = Thread.objects.filter(project=draft.project_id)
    return (
        threads.filter(Q(section__in=gone) | Exists(lost))
        .annotate(left=Coalesce(Subquery(lost.values("section")[:1]), "section"))
        .order_by("pk")
    )


def told_threads(who: Principal, draft: GuidelineVersion, threads: QuerySet[Any]) -> list[Pointer]:
    """As the person may know them: of questions that they may not read just that there are some about a section."""
    reader = reader_in(who, draft.project)
    readable = set(visible(reader).filter(pk__in=threads.values("pk")).values_list("pk", flat=True))
    if reader.everything:  # duplicates are answered with the other, but point for themselves
        readable = {thread.pk for thread in threads}
    told = [Pointer(THREAD, str(t.pk), t.excerpt, t.left) for t in threads if t.pk in readable]
    others = dict.fromkeys(t.left for t in threads if t.pk not in readable)
    return [*told, *(Pointer(THREAD, "", "", section) for section in others)]
