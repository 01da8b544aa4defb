"""Questions that were answered, resolved and published, in a project whose items are labelled."""

from __future__ import annotations

from typing import Any

from annotation.models import Thread
from annotation.queries.threads import reader_in
from annotation.services.threads.ask import Question, ask_question, post_message
from annotation.services.threads.curate import Decision, publish_thread, resolve_thread
from guidelines.models import Project
from guidelines.queries.versions import current_guideline, current_schema
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Role
from tests.factories.accounts import VendorFactory
from tests.factories.guidelines import GuidelineVersionFactory, member
from tests.factories.work import Work


def work_on(project: Project) -> Work:
    """The project as one to work in."""
    schema = current_schema(project)
    assert schema is not None
    guideline = current_guideline(project) or GuidelineVersionFactory(project=project)
    return Work(project, schema, guideline, member(project, Role.CURATOR), list(project.items.order_by("pk")))


def of_vendor(work: Work, name: str) -> Principal:
    """An annotator of a vendor; all that could tell who they are has this word in it."""
    vendor = VendorFactory(organisation=work.project.organisation, name=f"{name} Ltd")
    return work.annotator(vendor=vendor, name=f"{name} Person", email=f"{name}@example.test")


def answered(
    work: Work,
    by: Principal,
    question: str = "Is that one?",
    answer: str = "Yes.",
    *,
    resolution: str = "",
    section: str = "",
    **about: Any,
) -> Thread:
    """A question with its answer; with `resolution`, resolved."""
    thread = ask_question(work.project, by=by, question=Question(body=question, section=section, **about))
    reader = reader_in(work.curator, work.project)
    post_message(thread.pk, reader=reader, body=answer, answer=True)
    if resolution:
        resolve_thread(thread.pk, reader=reader, decision=Decision(resolution, section=section))
    thread.refresh_from_db()
    return thread


def published(work: Work, by: Principal, *, question: str, answer: str, **how: Any) -> Thread:
    """As `answered`, and everybody reads it in these words; what its asker wrote was something else."""
    private = f"{by.user.name} asks"
    thread = answered(work, by, private, f"To {by.user.name}", **how)
    return publish_thread(thread.pk, by=work.curator, question=question, answer=answer)
