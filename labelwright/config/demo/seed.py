"""The demo as rows: real members, projects, items, and work done by simulated annotators through the same services
that people's requests go through. Nothing is written behind their back, so every page has something true to show."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from annotation.models import Annotation, AnnotationState, Batch, GuidelineExample, Item, Review, Task
from annotation.queries.annotations import newest_revision
from annotation.services.batches import Plan, create_batch, move_batch
from annotation.services.examples.pick import Choice, pick_example
from annotation.services.gold import make_gold
from annotation.services.items import NewItem, add_items
from annotation.services.leases import next_tasks
from annotation.services.media import store_asset
from annotation.services.review import Verdict, next_review, review_annotation
from annotation.services.revisions import Save
from annotation.services.submit import submit_work
from datasets.services.publish import dataset_of, publish_dataset_version
from guidelines.markdown.examples import example_line
from guidelines.markdown.quoting import with_block
from guidelines.models import Project
from guidelines.queries.versions import current_guideline, current_schema
from guidelines.services import guidelines, projects, schemas
from guidelines.services.acknowledgements import acknowledge_guideline
from labelwright.accounts.models import Membership, Organisation, User, Vendor
from labelwright.accounts.principal import Principal
from labelwright.config.demo import people
from labelwright.config.demo.annotators import (
    SKILLS,
    Value,
    annotate_cells,
    answer_intent,
    mark_entities,
    rng_for,
    seconds_spent,
)
from labelwright.config.demo.cells import SMEARS, Smear, encode_jpeg, render_smear
from labelwright.config.demo.guidelines import GUIDELINES
from labelwright.config.demo.new_definition import change_the_definition
from labelwright.config.demo.questions import ask_and_answer
from labelwright.config.demo.review import Verdict as Opinion
from labelwright.config.demo.review import review_cells, review_entities, review_intent
from labelwright.config.demo.schemas import SCHEMAS
from labelwright.config.demo.texts import intent_texts, news_texts
from labelwright.jobs.models import JobState
from labelwright.jobs.runner import run_job

Say = Callable[[str], None]
SAVES = UUID("6b0f7a52-6f2c-4a3e-9a0e-2f1f4f0d7c11")  # a name space for idempotency keys
HOURS = 60


@dataclass(frozen=True, slots=True)
class Work:
    """One demo project: how an annotator of some skill answers an item, and what a reviewer says to it."""

    key: str
    items: Callable[[Organisation], Iterator[NewItem]]
    answer: Callable[[str, str, str], Value]  # external id, skill, who
    judge: Callable[[str, Value], Opinion]


def seed_demo(*, password: str, say: Say) -> None:
    """The whole demo. Call it once, on a database without organisations; it takes some ten seconds, mostly rendering."""
    say("Making the organisation and its people …")
    who = _people(password)
    for project in people.PROJECTS:
        _project(project, who, say)


def demo_is_there() -> bool:
    """Whether the demo was seeded into this database."""
    return Organisation.objects.filter(slug=people.ORGANISATION_SLUG).exists()


@transaction.atomic
def _people(password: str) -> dict[str, Principal]:
    organisation = Organisation.objects.create(name=people.ORGANISATION_NAME, slug=people.ORGANISATION_SLUG)
    vendors = {v.key: Vendor.objects.create(organisation=organisation, name=v.name) for v in people.VENDORS}
    who: dict[str, Principal] = {}
    for person in people.PEOPLE:
        user = User.objects.create_user(person.email, password, name=person.name, locale=person.locale)
        Membership.objects.create(
            organisation=organisation,
            user=user,
            vendor=vendors[person.vendor] if person.vendor else None,
            role=person.role,
        )
        who[person.email.partition("@")[0]] = Principal(user)
    return who


def _project(plan: people.DemoProject, who: dict[str, Principal], say: Say) -> None:
    say(f"Making the project {plan.name} …")
    work = WORK[plan.key]
    organisation = Organisation.objects.get(slug=people.ORGANISATION_SLUG)
    curator = who["curator"]
    with transaction.atomic():
        project = projects.create_project(
            organisation,
            by=curator,
            name=plan.name,
            slug=plan.slug,
            description=plan.description,
            template=plan.template,
        )
        dataset_of(project, salt=f"demo {plan.slug}")  # the same splits whenever it is seeded
        _members(project, who)
        _schema(project, plan.key, curator)
        _guideline(project, plan.key, 0, curator)
        add_items(project, list(work.items(organisation)))
    PILOTS[plan.key](project, work, who, say)


def _members(project: Project, who: dict[str, Principal]) -> None:
    key = next(plan.key for plan in people.PROJECTS if plan.slug == project.slug)
    memberships = {m.user_id: m for m in Membership.objects.filter(organisation=project.organisation_id)}
    for person in people.PEOPLE:
        principal = who[person.email.partition("@")[0]]
        for role in person.projects.get(key, ()):
            if role != "curator":  # who made the project is its curator
                projects.add_member(
                    project, by=who["admin"], membership=memberships[principal.user.pk].pk, role=role
                )


def _schema(project: Project, key: str, curator: Principal) -> None:
    draft = project.schema_versions.get()
    saved, faults = schemas.save_schema_draft(
        draft, by=curator, expected=draft.version, document=SCHEMAS[key]
    )
    assert not faults, faults
    schemas.publish_schema_version(saved, by=curator, expected=saved.version, note="First version.")


def _guideline(
    project: Project,
    key: str,
    index: int,
    curator: Principal,
    examples: Sequence[tuple[str, str]] = (),
) -> None:
    """With `examples`, each a section and the line that stands at its end."""
    text = GUIDELINES[key][index]
    markdown = text.markdown
    for section, line in examples:
        markdown = with_block(markdown, section, [line])
    draft = guidelines.start_guideline_draft(project, by=curator)
    saved = guidelines.save_guideline_draft(draft, by=curator, expected=draft.version, markdown=markdown)
    guidelines.publish_guideline_version(
        saved, by=curator, expected=saved.version, change_kind=text.change_kind, summary=text.summary
    )


def _read(project: Project, who: dict[str, Principal], names: list[str]) -> None:
    """They have read the guideline as it is now, and confirmed it."""
    current = current_guideline(project)
    assert current is not None
    for name in names:
        acknowledge_guideline(current, by=who[name])


# ---- work -----------------------------------------------------------------------------------------------
def _batch(project: Project, who: dict[str, Principal], names: list[str], limit: int, plan: Plan) -> UUID:
    batch = create_batch(
        project,
        by=who["curator"],
        plan=plan,
        annotators=[who[name].user.pk for name in names],
        items={"unbatched": True, "limit": limit},
    )
    _in_the_same_order_each_time(batch)
    return move_batch(batch, "open", by=who["curator"]).pk


def _in_the_same_order_each_time(batch: Batch) -> None:
    """Tasks go out in a random order; the demo's must go to the same people whenever it is seeded."""
    tasks = list(Task.objects.filter(batch=batch).select_related("item"))
    tasks.sort(key=lambda task: hashlib.sha256(f"{task.item.external_id} {task.slot}".encode()).digest())
    for position, task in enumerate(tasks):
        task.position = position
    Task.objects.bulk_update(tasks, ["position"])


def _label(
    project: Project, work: Work, who: dict[str, Principal], names: list[str], batch: UUID, at_most: int
) -> None:
    """Annotators take turns until each has done `at_most` tasks or none is left for them."""
    schema, guideline = current_schema(project), current_guideline(project)
    assert schema is not None
    skills = {person.email.partition("@")[0]: person.skill for person in people.PEOPLE}
    active = list(names)
    for _ in range(at_most):
        for name in list(active):
            handed = next_tasks(who[name], project, count=1, batch_id=batch)
            if not handed:
                active.remove(name)
                continue
            assignment = handed[0]
            skill = skills[name] or "good"
            value = work.answer(assignment.task.item.external_id or "", skill, name)
            seconds = seconds_spent(
                value, skill=SKILLS[skill], rng=rng_for("time", name, assignment.task.item.external_id)
            )
            save = Save(
                value=value,
                schema_version=schema.pk,
                guideline_version=guideline.pk if guideline else None,
                seconds=round(seconds),
                client_key=str(uuid5(SAVES, str(assignment.pk))),
            )
            submit_work(assignment.pk, by=who[name], save=save)


def _review(project: Project, work: Work, who: dict[str, Principal], batch: UUID, at_most: int) -> None:
    reviewer = who["reviewer"]
    for _ in range(at_most):
        found = next_review(reviewer, project, batch_id=batch)
        if found is None:
            return
        revision = newest_revision(found.annotation)
        item = Item.objects.get(pk=found.annotation.item_id)
        opinion = work.judge(item.external_id or "", revision.value)
        verdict = Verdict(
            decision=opinion.decision,
            revision=revision.number,
            reason=opinion.reason,
            regions=opinion.regions,
        )
        review_annotation(found.annotation.pk, by=reviewer, verdict=verdict)


def _correct_returned(
    project: Project, work: Work, who: dict[str, Principal], names: list[str], batch: UUID, at_most: int
) -> None:
    """Some returned work is done again, carefully this time."""
    schema, guideline = current_schema(project), current_guideline(project)
    assert schema is not None
    for name in names:
        for _ in range(at_most):
            handed = next_tasks(who[name], project, count=1, batch_id=batch)
            if (
                not handed
                or handed[0].task.annotations.filter(state=AnnotationState.RETURNED).first() is None
            ):
                break
            annotation = handed[0].task.annotations.get(state=AnnotationState.RETURNED)
            save = Save(
                value=work.answer(handed[0].task.item.external_id or "", "expert", f"{name} again"),
                schema_version=schema.pk,
                guideline_version=guideline.pk if guideline else None,
                seconds=HOURS,
                client_key=str(uuid5(SAVES, f"{handed[0].pk} again")),
            )
            submit_work(handed[0].pk, by=who[name], save=save, base=annotation.revision)


def _gold(project: Project, who: dict[str, Principal], at_most: int) -> None:
    """The quality manager trusts some accepted work: of each of the first items that of the annotator first in the alphabet."""
    shown = GuidelineExample.objects.filter(project=project).values("item")
    accepted = Annotation.objects.filter(project=project, state=AnnotationState.ACCEPTED).exclude(
        item__in=shown
    )
    chosen: dict[UUID, UUID] = {}
    for annotation in accepted.order_by("item__external_id", "author__email"):
        chosen.setdefault(annotation.item_id, annotation.pk)
    for annotation_id in list(chosen.values())[:at_most]:
        make_gold(project, annotation_id, by=who["quality"])


def _examples(project: Project, curator: Principal) -> list[tuple[str, str]]:
    """What a reviewer sent back, in the reviewer's words, and beside it one of that label that was accepted."""
    by_item = ("-annotation__item__external_id", "annotation__author__email")
    returned = Review.objects.filter(
        annotation__project=project, annotation__state=AnnotationState.RETURNED
    ).exclude(regions=[])
    review = returned.select_related("annotation").order_by(*by_item)[0]
    label = next(
        region["label"]
        for region in newest_revision(review.annotation).value["cells"]["regions"]
        if region["id"] == review.regions[0]
    )
    accepted = Annotation.objects.filter(project=project, state=AnnotationState.ACCEPTED)
    right, region = next(
        (annotation, region["id"])
        for annotation in accepted.order_by("-item__external_id", "author__email")
        for region in newest_revision(annotation).value["cells"]["regions"]
        if region["label"] == label
    )
    chosen = [
        (right.pk, region, "right", "Tight on all sides."),
        (review.annotation.pk, review.regions[0], "wrong", review.reason),
    ]
    lines = []
    for annotation, part, verdict, caption in chosen:
        choice = Choice(annotation=annotation, region=part, verdict=verdict, caption=caption)
        lines.append(example_line(pick_example(project, by=curator, choice=choice).row.key, verdict, caption))
    return [(label, "\n".join(lines))]


CELL_PEOPLE = ["annotator", "haruka", "minseo", "sota", "taeyang", "emi"]
# They went on with tasks that they held already, and are shown the change before the next one.
STILL_TO_READ = ["taeyang", "emi"]


def _work_on_cells(project: Project, work: Work, who: dict[str, Principal], say: Say) -> None:
    say("Simulated annotators label the pilot batch, a reviewer looks at it …")
    pilot = _batch(
        project, who, CELL_PEOPLE, 12, Plan("Pilot 1", kind="pilot", overlap=2, review_policy="all")
    )
    _read(project, who, CELL_PEOPLE)
    _label(project, work, who, CELL_PEOPLE, pilot, at_most=4)
    _review(project, work, who, pilot, at_most=24)
    _guideline(project, "cells", 1, who["curator"], _examples(project, who["curator"]))
    _read(project, who, [name for name in CELL_PEOPLE if name not in STILL_TO_READ])
    _correct_returned(project, work, who, CELL_PEOPLE, pilot, at_most=3)
    _review(project, work, who, pilot, at_most=24)
    _gold(project, who, at_most=8)
    say("They go on with the main batch …")
    main = _batch(
        project,
        who,
        CELL_PEOPLE,
        38,
        Plan("Main 1", instructions="Mind platelets that lie close together: one box each."),
    )
    _label(project, work, who, [n for n in CELL_PEOPLE if n != "annotator"], main, at_most=4)
    _review(project, work, who, main, at_most=14)
    say("Annotators ask, the curator answers …")
    ask_and_answer(project, who)
    say("The curator publishes dataset version 1 …")
    version = publish_dataset_version(
        project,
        by=who["curator"],
        source="accepted",
        splits={"train": 0.7, "val": 0.15, "test": 0.15},
        note="The pilot, and what the main batch has so far.",
    )
    assert version.job is not None
    while run_job(version.job.pk) == JobState.QUEUED:
        pass


def _work_on_intents(project: Project, work: Work, who: dict[str, Principal], say: Say) -> None:
    names = ["annotator", "haruka", "sota", "taeyang"]
    first = _batch(project, who, names, 90, Plan("Utterances 1", review_policy="none"))
    _read(project, who, names)
    _label(project, work, who, names, first, at_most=16)


def _work_on_news(project: Project, work: Work, who: dict[str, Principal], say: Say) -> None:
    names = ["annotator", "haruka", "minseo", "sota", "emi"]
    first = _batch(project, who, names, 40, Plan("News 1", kind="pilot", review_policy="all"))
    _read(project, who, names)
    _label(project, work, who, names, first, at_most=6)
    _review(project, work, who, first, at_most=18)
    _gold(project, who, at_most=6)
    say("The definition of the model's output changes, and the labels follow …")
    change_the_definition(project, by=who["curator"])


PILOTS = {"cells": _work_on_cells, "intents": _work_on_intents, "news": _work_on_news}


# ---- the three subjects ---------------------------------------------------------------------------------
@cache
def _smear(external_id: str) -> Smear:
    return render_smear(int(external_id.removeprefix("smear-").removesuffix(".jpg")))


def _cell_items(organisation: Organisation) -> Iterator[NewItem]:
    for seed in range(SMEARS):
        name = f"smear-{seed:03}.jpg"
        smear = _smear(name)
        content = encode_jpeg(smear.image)
        sha256 = hashlib.sha256(content).hexdigest()
        width, height = smear.image.size
        asset = store_asset(
            organisation, content, sha256=sha256, media_type="image/jpeg", width=width, height=height
        )
        slide = f"slide-{seed // 2 + 1:02}"
        yield NewItem(
            kind="image",
            asset_id=asset.pk,
            content_hash=sha256,
            external_id=name,
            group_key=slide,
            metadata={"slide": slide, "stain": "rendered"},
            source=name,
        )


def _answer_cells(external_id: str, skill: str, who: str) -> Value:
    smear = _smear(external_id)
    width, height = smear.image.size
    return annotate_cells(
        smear.cells,
        smear.focus,
        width=width,
        height=height,
        skill=SKILLS[skill],
        rng=rng_for("cells", who, external_id),
    )


@cache
def _intents() -> dict[str, Any]:
    return {text.key: text for text in intent_texts()}


@cache
def _news() -> dict[str, Any]:
    return {text.key: text for text in news_texts()}


def _text_items(texts: dict[str, Any]) -> Iterator[NewItem]:
    for text in texts.values():
        yield NewItem(
            kind="text",
            text=text.text,
            external_id=text.key,
            metadata={"language": text.language},
            source="demo",
        )


WORK = {
    "cells": Work(
        "cells", _cell_items, _answer_cells, lambda item, value: review_cells(_smear(item).cells, value)
    ),
    "intents": Work(
        "intents",
        lambda organisation: _text_items(_intents()),
        lambda item, skill, who: answer_intent(
            _intents()[item].intent, skill=SKILLS[skill], rng=rng_for("intents", who, item)
        ),
        lambda item, value: review_intent(_intents()[item].intent, value),
    ),
    "news": Work(
        "news",
        lambda organisation: _text_items(_news()),
        lambda item, skill, who: mark_entities(
            _news()[item].text, _news()[item].spans, skill=SKILLS[skill], rng=rng_for("news", who, item)
        ),
        lambda item, value: review_entities(_news()[item].spans, value),
    ),
}
