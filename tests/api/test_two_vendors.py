"""Two vendors work in one project, and neither learns that the other is there: in no answer, and in no e-mail.

Whatever one vendor's people do, and curators do with it, is planted between two rounds of everything that the other vendor's
people can ask for. Both rounds must be equal, so that neither a count nor the order or time of a list gives anything away,
and nothing that was planted may be in the second: no name, no word, no id.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from django.apps import apps
from django.core import mail
from django.utils import timezone

from annotation.models import Batch, Item, Thread
from annotation.queries.threads import reader_in
from annotation.services.batches import Plan, create_batch, move_batch
from annotation.services.checks import Check, add_check_question
from annotation.services.digest import send
from annotation.services.examples.pick import Choice, pick_example
from annotation.services.gold import make_gold
from annotation.services.rechecks.draw import Wish, start_recheck
from annotation.services.review import Verdict, review_annotation
from annotation.services.submit import submit_work
from annotation.services.threads.ask import Question, ask_question, post_message
from annotation.services.threads.canned import keep_canned_answer
from annotation.services.threads.curate import (
    Decision,
    assign_thread,
    merge_thread,
    publish_thread,
    reopen_thread,
    resolve_thread,
)
from guidelines.markdown.difference import parts
from guidelines.markdown.languages import source_hash
from guidelines.models import GuidelineVersion
from guidelines.services.acknowledgements import acknowledge_guideline
from guidelines.services.draft_reviews import ask_for_review, comment_on_draft
from guidelines.services.guidelines import publish_guideline_version, start_guideline_draft
from guidelines.services.translations import SectionText, translate_section, write_in
from labelwright.accounts.models import User, Vendor
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Role
from labelwright.config.pages import openapi_bytes
from tests.api.asking import Answer, ask
from tests.api.routes import API, MISSING, Route, policy, routes
from tests.api.world import session_headers
from tests.factories.accounts import VendorFactory
from tests.factories.annotation import TextItemFactory
from tests.factories.guidelines import GuidelineVersionFactory, member
from tests.factories.work import GREET, ORDER, Work, take, text_work

pytestmark = pytest.mark.django_db

GUIDE = "# Intents {#overview}\n\n## Greeting {#greet}\n\nHello.\n\n## Order {#order}\n\nA thing is wanted.\n"
WATCHERS = ("annotator", "colleague", "lead", "reviewer")
PAGES = 25  # of a list, one row each, that are turned
# What differs between two answers to the same question, whoever does what meanwhile.
PASSING = {"instance", "expires_at", "seconds_left", "server_time"}
PASSING_IN_PDF = re.compile(rb"/ID \[[^]]*\]|/(CreationDate|ModDate) ?\([^)]*\)")
PASSING_HEADERS = {"date", "x-request-id", "set-cookie", "expires"}


@dataclass
class Side:
    """A vendor with its people and its batch; all of their words have its mark in them."""

    mark: str
    vendor: Vendor
    people: dict[str, Principal]
    batch: Batch
    items: list[Item]
    ids: dict[str, Any] = field(default_factory=dict)  # by name in addresses
    begun: dict[str, Any] = field(default_factory=dict)  # those that were there before anything was planted

    def __getattr__(self, name: str) -> Principal:
        try:
            return self.people[name]
        except KeyError as error:
            raise AttributeError(name) from error

    @property
    def secrets(self) -> set[str]:
        """What identifies these people and their things."""
        users = [who.user for who in self.people.values()]
        told = {text for user in users for text in (str(user.pk), user.pseudonym, user.email)}
        return {
            self.mark,
            str(self.vendor.pk),
            str(self.batch.pk),
            *told,
            *(str(item.pk) for item in self.items),
        }


@dataclass
class Place:
    work: Work
    a: Side
    b: Side
    headers: dict[str, dict[str, str]]

    def other(self, side: Side) -> Side:
        return self.b if side is self.a else self.a

    def ask(self, who: Principal, path: str) -> Answer:
        world: Any = SimpleNamespace(headers=self.headers)
        return ask(world, str(who.user.pk), "GET", path)


@pytest.fixture
def place() -> Place:
    """Each vendor has done and asked something already, by a first version of the guideline; a second has changed a rule."""
    work = text_work(items=0)
    work.guideline = GuidelineVersionFactory(project=work.project, number=2, markdown=GUIDE)
    sides = [_side(work, mark) for mark in ("canary-aaa", "canary-bbb")]
    for side in sides:
        _begin(work, side)
    second = start_guideline_draft(work.project, by=work.curator)
    second.markdown = f"{GUIDE}\nMore.\n"
    second.save()
    version = publish_guideline_version(
        second,
        by=work.curator,
        expected=second.version,
        change_kind="rule_change",
        summary="Orders",
        sections=["order"],
        labels=["order"],
    )
    work.guideline = version
    for side in sides:
        for who in (side.annotator, side.colleague):
            acknowledge_guideline(version, by=who)
    everybody = [who for side in sides for who in side.people.values()]
    headers = {str(who.user.pk): session_headers(who.user) for who in everybody}
    return Place(work, *sides, headers)


def _side(work: Work, mark: str) -> Side:
    vendor = VendorFactory(organisation=work.project.organisation, name=f"{mark} Ltd")

    def person(name: str, role: Role) -> Principal:
        return member(
            work.project, role, vendor=vendor, name=f"{mark} {name}", email=f"{name}@{mark}.example.test"
        )

    people = {
        "annotator": person("annotator", Role.ANNOTATOR),
        "colleague": person("colleague", Role.ANNOTATOR),
        "lead": person("lead", Role.VENDOR_LEAD),
        "reviewer": person("reviewer", Role.REVIEWER),
    }
    for name in ("annotator", "colleague"):
        acknowledge_guideline(work.guideline, by=people[name])
    items = [
        TextItemFactory(project=work.project, text=f"{mark} text {n}", external_id=f"{mark} item {n}")
        for n in range(8)
    ]
    batch = _batch(work, f"{mark} first", people["annotator"], items[:5])
    return Side(mark, vendor, people, batch, items)


def _batch(work: Work, name: str, who: Principal, items: list[Item], **plan: Any) -> Batch:
    batch = create_batch(
        work.project,
        by=work.curator,
        plan=Plan(name=name, instructions=name, **plan),
        annotators=[who.user.pk],
        items={"ids": [item.pk for item in items]},
    )
    return move_batch(batch, "open", by=work.curator)


def _begin(work: Work, side: Side) -> None:
    """What the other vendor must not see is there from the start as well, so that lists are not just empty."""
    (lease,) = take(side.annotator, work)
    done = submit_work(lease.pk, by=side.annotator, save=work.save(ORDER))
    thread = _ask(work, side, side.annotator, f"{side.mark} begins: is that an order?", section="order")
    _answer(work, thread, "Yes, it is.")
    side.ids |= {"thread": thread.pk, "batch": side.batch.pk, "annotation": done.annotation.pk}
    side.ids |= {"item": done.annotation.item_id, "assignment": lease.pk, "vendor": side.vendor.pk}
    side.begun = dict(side.ids)


def _ask(work: Work, side: Side, who: Principal, body: str, **about: Any) -> Thread:
    del side
    return ask_question(work.project, by=who, question=Question(body=body, **about))


def _answer(work: Work, thread: Thread, body: str, *, answer: bool = True) -> None:
    post_message(thread.pk, reader=reader_in(work.curator, work.project), body=body, answer=answer)


def plant(place: Place, side: Side) -> None:
    """All that one vendor's people do, and that curators do with it, short of publishing it."""
    _questions(place, side)
    _work(place.work, side)
    _guideline(place.work, side)


def _questions(place: Place, side: Side) -> None:
    work, mark, curator = place.work, side.mark, place.work.curator
    reader = reader_in(curator, work.project)
    (lease,) = take(side.annotator, work)
    named = f"@{side.colleague.user.pseudonym}"
    parked = _ask(
        work, side, side.annotator, f"{mark} {named} greeting or order?", assignment=lease.pk, park=True
    )
    post_message(parked.pk, reader=reader_in(side.colleague, work.project), body=f"{mark} I wonder, too")
    _answer(work, parked, f"{named} which word, {mark}?", answer=False)
    _ask(work, side, side.lead, f"{mark} until when?", batch=side.batch.pk)
    _ask(work, side, side.reviewer, f"{mark} may I fix it?", section="greet")
    settled = _ask(work, side, side.annotator, f"{mark} greeting, label of it", field="intent", label="greet")
    _answer(work, settled, f"{mark} it is")
    reopen_thread(settled.pk, reader=reader)
    settled.refresh_from_db()
    assign_thread(settled.pk, by=curator, version=settled.version, to=curator.user.pk)
    bad = _ask(work, side, side.annotator, f"{mark} broken text", item=side.ids["item"])
    resolve_thread(bad.pk, reader=reader, decision=Decision("data_problem", body=f"{mark} so it is"))
    quoted = _ask(work, side, side.annotator, f"{mark} thanks are what?", section="order")
    resolve_thread(
        quoted.pk, reader=reader, decision=Decision("clarify_guideline", section="order", body=f"{mark} none")
    )
    repeated = _ask(work, side, side.annotator, f"{mark} is that an order, again?")
    theirs = place.other(side).ids["thread"]
    merge_thread(repeated.pk, by=curator, into_id=theirs)
    kept = keep_canned_answer(work.project, by=curator, name=f"{mark} canned", body=f"{mark} as always")
    side.ids |= {"thread": parked.pk, "assignment": lease.pk, "canned_answer": kept.pk}


def _work(work: Work, side: Side) -> None:
    mark = side.mark
    (lease,) = take(side.annotator, work)
    done = submit_work(lease.pk, by=side.annotator, save=work.save(ORDER))
    assert done.annotation is not None
    review_annotation(
        done.annotation.pk,
        by=side.reviewer,
        verdict=Verdict("accepted", done.annotation.revision),
    )
    gold = make_gold(work.project, done.annotation.pk, by=work.curator)
    (lease,) = take(side.annotator, work)
    again = submit_work(lease.pk, by=side.annotator, save=work.save(GREET))
    assert again.annotation is not None
    review_annotation(
        again.annotation.pk,
        by=side.reviewer,
        verdict=Verdict("returned", again.annotation.revision, reason=f"{mark} look again"),
    )
    training = create_batch(
        work.project,
        by=work.curator,
        plan=Plan(name=f"{mark} training", kind="training", instructions=mark),
        annotators=[side.colleague.user.pk],
        items={"ids": [done.annotation.item_id]},
    )
    move_batch(training, "open", by=work.curator)
    (lease,) = take(side.colleague, work, batch=training.pk)
    submit_work(lease.pk, by=side.colleague, save=work.save(GREET))
    later = _batch(work, f"{mark} second", side.colleague, side.items[5:7], price="0.25")
    recheck = start_recheck(
        work.guideline,
        by=work.curator,
        wish=Wish("sample"),
        annotators=[side.annotator.user.pk, side.colleague.user.pk],
    )
    side.ids |= {"gold": gold.pk, "training": training.pk, "batch": later.pk, "recheck": recheck.pk}
    side.ids |= {"annotation": again.annotation.pk}


def _guideline(work: Work, side: Side) -> None:
    mark, curator = side.mark, work.curator
    draft = GuidelineVersion.objects.get(
        project=work.project, state="draft"
    )  # the answer that was quoted began it
    comment = comment_on_draft(draft, by=curator, section="order", body=f"{mark} says otherwise")
    write_in(draft, "en", by=curator)
    draft.refresh_from_db()
    part = parts(draft.markdown)["greet"]
    text = SectionText("ko", "greet", f"{mark} 인사", f"{mark} 안녕", source_hash(part))
    translate_section(draft, text, by=curator, expected=0)
    ask_for_review(draft, by=curator, reviewer=None, note=f"{mark} in it")
    spare = side.items[7].pk
    question = add_check_question(
        draft,
        Check(spare, f"{mark} order?", [f"{mark} yes", "no"], 0, f"{mark} because", section="order"),
        by=curator,
    )
    draft.refresh_from_db()
    example = pick_example(
        work.project, by=curator, choice=Choice(item=spare, verdict="wrong", caption=mark, section="greet")
    )
    side.ids |= {"guideline_comment": comment.pk, "check_question": question.pk, "example": example.row.pk}


# ---- asking for everything --------------------------------------------------------------------------------------
@cache
def parameters(key: str) -> tuple[tuple[str, dict[str, Any]], ...]:
    """The query parameters of a route and their schemas, as the API document has them."""
    described = json.loads(openapi_bytes())["paths"].get(API + key, {}).get("get", {})
    return tuple(
        (each["name"], each.get("schema", {}))
        for each in described.get("parameters", [])
        if each["in"] == "query"
    )


def values_of(name: str, schema: dict[str, Any], planted: Side, own: Side) -> list[str]:
    """What a parameter is tried with: each choice, both truths, ids and words of both vendors."""
    if "enum" in schema:
        return [str(value) for value in schema["enum"]]
    if schema.get("type") == "boolean":
        return ["true", "false"]
    if schema.get("type") == "integer":
        return ["1"] if name != "limit" else []  # pages of one are turned anyway
    if schema.get("format") == "uuid":
        known = (planted.begun, planted.ids, own.ids)
        return [str(ids[name]) for ids in known if name in ids] or [str(MISSING["uuid"])]
    if name == "after":
        return []
    return [planted.mark, planted.annotator.user.pseudonym, own.mark, "order", "greet", "intent"]


def readable() -> Iterator[Route]:
    for key, methods in sorted(policy().items()):
        if "GET" in methods and key in routes() and key.startswith(("/", API)):
            yield routes()[key]


def place_of(route: Route, ids: dict[str, Any]) -> str:
    values = {name: ids.get(name, MISSING[converter]) for name, converter in route.parameters}
    return route.path.format(**values)


def addresses(route: Route, home: str, planted: Side, own: Side) -> list[str]:
    found = []
    for name, schema in parameters(route.key):
        found += [f"{home}?{name}={quote(value)}" for value in values_of(name, schema, planted, own)]
    return found


def told(answer: Answer) -> tuple[int, Any, Any]:
    """The answer without what passes."""
    headers = {name: value for name, value in answer.headers.items() if name.lower() not in PASSING_HEADERS}
    try:
        body = _lasting(json.loads(answer.body))
        headers.pop("Content-Length", None)  # of times that are written with or without a fraction
    except ValueError:
        body = PASSING_IN_PDF.sub(b"", answer.body)
    return answer.status, headers, body


def _lasting(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _lasting(each) for key, each in value.items() if key not in PASSING}
    return [_lasting(each) for each in value] if isinstance(value, list) else value


def everything(place: Place, planted: Side) -> dict[tuple[str, str], Answer]:
    """What each of the other vendor's people is told at every address, with every parameter and on every page."""
    own = place.other(planted)
    shared = {
        "project": place.work.project.pk,
        "organisation": place.work.project.organisation_id,
        "schema_version": place.work.schema.pk,
        "guideline_version": place.work.guideline.pk,
    }
    found: dict[tuple[str, str], Answer] = {}
    for name in WATCHERS:
        who = own.people[name]
        for route in readable():
            home = place_of(route, {**own.ids, **shared})
            found[name, home] = place.ask(who, home)
            if found[name, home].status != 200:
                continue  # who may not read it is refused whatever they ask for
            for address in addresses(route, home, planted, own):
                found[name, address] = answer = place.ask(who, address)
                assert answer.status < 500, (name, address, answer.body)
            found |= _pages(place, name, who, route, home)
    return found


def _pages(place: Place, name: str, who: Principal, route: Route, home: str) -> dict[tuple[str, str], Answer]:
    found: dict[tuple[str, str], Answer] = {}
    if "after" not in dict(parameters(route.key)):
        return found
    address = f"{home}?limit=1"
    for _ in range(PAGES):
        answer = place.ask(who, address)
        found[name, address] = answer
        after = answer.json.get("next") if answer.status == 200 else None
        if not after:
            break
        address = f"{home}?limit=1&after={quote(after)}"
    return found


def _difference(one: Any, other: Any) -> list[Any]:
    """The parts that differ, of two answers that were told."""
    return [(was, now) for was, now in zip(one, other, strict=True) if was != now]


def all_ids() -> set[str]:
    """The id of every row of ours that has a random one."""
    return {
        str(pk)
        for model in apps.get_models()
        for pk in model._default_manager.values_list("pk", flat=True)
        if isinstance(pk, UUID)
    }


def leaks(answers: dict[tuple[str, str], Answer], secrets: set[str]) -> list[str]:
    pattern = re.compile("|".join(map(re.escape, sorted(secrets))))
    found = []
    for (who, address), answer in answers.items():
        text = answer.body.decode(errors="replace") + json.dumps(answer.headers)
        hit = pattern.search(text)
        if hit:
            found.append(f"{who} at {address}: {text[max(0, hit.start() - 120) : hit.end() + 60]!r}")
    return found


@pytest.mark.parametrize("planter", ["a", "b"])
def test_what_one_vendor_does_changes_no_answer_to_another(planter: str, place: Place):
    side: Side = getattr(place, planter)
    before, known = everything(place, side), all_ids()

    plant(place, side)
    after = everything(place, side)

    assert set(before) <= set(after)
    changed = [key for key in before if told(before[key]) != told(after[key])]
    assert [f"{key}: {_difference(told(before[key]), told(after[key]))}" for key in changed] == []
    assert leaks(after, side.secrets | (all_ids() - known)) == []


@pytest.mark.parametrize("planter", ["a", "b"])
def test_what_belongs_to_another_vendor_is_as_what_is_not_there(planter: str, place: Place):
    side: Side = getattr(place, planter)
    plant(place, side)
    own = place.other(side)
    shared = {"project": place.work.project.pk, "organisation": place.work.project.organisation_id}

    faults = []
    for route in readable():
        if not route.parameters or route.parameters[-1][0] not in side.ids:
            continue
        theirs, nowhere = (place_of(route, {**ids, **shared}) for ids in (side.ids, {}))
        for name in WATCHERS:
            told_of, of_nothing = (place.ask(own.people[name], at) for at in (theirs, nowhere))
            if (told_of.status, told_of.anonymous_body) != (of_nothing.status, of_nothing.anonymous_body):
                faults.append(f"{name} at {theirs}: {told_of.status} {told_of.body[:200]!r}")

    assert faults == []


def test_what_was_planted_is_really_there_for_its_own_people(place: Place):
    plant(place, place.a)
    project = place.work.project.pk

    for path in ("threads", "threads/facets", "threads/topics", "work"):
        assert place.a.mark in place.ask(place.a.annotator, f"{API}/projects/{project}/{path}").body.decode()
    assert place.a.mark in place.ask(place.a.colleague, f"{API}/news").body.decode()
    assert place.a.mark in place.ask(place.a.lead, f"{API}/projects/{project}/progress").body.decode()


def test_a_published_answer_brings_its_public_words_to_others_and_nothing_else(place: Place):
    known = all_ids()
    plant(place, place.a)
    thread = Thread.objects.get(pk=place.a.ids["thread"])
    _answer(place.work, thread, f"{place.a.mark} greeting")
    published = publish_thread(
        thread.pk, by=place.work.curator, question="Is thank you a greeting?", answer="It is."
    )
    secrets = place.a.secrets | (all_ids() - known) - {str(published.public_id)}

    answers = everything(place, place.a)

    assert leaks(answers, secrets) == []
    assert any(b"Is thank you a greeting?" in answer.body for answer in answers.values())


def test_no_digest_tells_of_another_vendor(place: Place, settings: Any, monkeypatch: pytest.MonkeyPatch):
    settings.EMAIL_BACKEND, settings.SENDS_MAIL = "django.core.mail.backends.locmem.EmailBackend", True
    User.objects.update(digest="hourly")
    plant(place, place.a)
    monkeypatch.setattr(send, "now", lambda: timezone.now() + timedelta(minutes=5))

    send.send_due_digests()

    letters = {letter.to[0]: letter.message().as_string() for letter in mail.outbox}
    to_b = [letters[who.user.email] for who in place.b.people.values() if who.user.email in letters]
    assert place.a.colleague.user.email in letters
    assert [letter for letter in to_b if any(secret in letter for secret in place.a.secrets)] == []
    assert place.b.lead.user.email not in letters
