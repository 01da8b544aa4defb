"""Digests: who gets one, what is in it, and that nobody gets the same one twice. The mail server is a real one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.utils import timezone

from annotation.models import Digest, Thread
from annotation.services.digest import send
from annotation.services.digest.send import send_due_digests, slot_of
from annotation.services.threads.ask import mark_read
from annotation.services.threads.curate import assign_thread
from labelwright.accounts.models import Membership, User
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Role
from tests.annotation.test_threads import answer, ask, reply
from tests.factories.guidelines import member
from tests.factories.threads import of_vendor
from tests.factories.work import Work, text_work
from tests.smtp import Mailbox, mail_server

pytestmark = pytest.mark.django_db

LATER = timedelta(minutes=5)


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.PUBLIC_URL = "https://labels.example.org"
        settings.SENDS_MAIL = True
        yield server


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The clock of the digests; it begins a little after now, so that what was just said is settled."""

    class Clock:
        instant = timezone.now() + LATER

        def goes_on(self, by: timedelta) -> None:
            self.instant += by

    clock = Clock()
    monkeypatch.setattr(send, "now", lambda: clock.instant)
    return clock


def hourly(*people: Principal) -> None:
    """These, and nobody else, have a digest each hour."""
    User.objects.update(digest="off")
    User.objects.filter(pk__in=[who.user.pk for who in people]).update(digest="hourly")


def answered_for(work: Work, who: Principal, text: str = "Is that greeting?") -> Thread:
    thread = ask(who, work, text)
    answer(thread, work)
    return thread


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def page_of(letter: EmailMessage) -> str:
    body = letter.get_body(("html",))
    assert body is not None
    return str(body.get_content())


def test_who_asked_is_told_of_the_answer_with_a_link(mailbox: Mailbox, clock: Any):
    work = text_work()
    who = of_vendor(work, "alpha")
    thread = answered_for(work, who)
    hourly(who)

    sent = send_due_digests()

    (letter,) = mailbox.to(who.user.email)
    link = f"https://labels.example.org/projects/{work.project.slug}/questions?thread={thread.pk}"
    assert sent == 1
    assert letter["Subject"] == "New about questions: 1"
    for body in (text_of(letter), page_of(letter)):
        assert "About your question: " in body
        assert "Is that greeting?" in body
        assert link in body


def test_the_same_digest_is_not_sent_again(mailbox: Mailbox, clock: Any):
    work = text_work()
    who = of_vendor(work, "alpha")
    answered_for(work, who)
    hourly(who)
    send_due_digests()

    again = send_due_digests()
    clock.goes_on(timedelta(hours=1))
    in_the_next_hour = send_due_digests()

    assert (again, in_the_next_hour) == (0, 0)
    assert len(mailbox.letters) == 1


def test_the_next_digest_tells_only_what_came_since(mailbox: Mailbox, clock: Any):
    work = text_work()
    who = of_vendor(work, "alpha")
    answered_for(work, who, "The first question")
    hourly(who)
    send_due_digests()
    second = answered_for(work, who, "The second question")
    Thread.objects.filter(pk=second.pk).update(last_at=clock.instant)
    clock.goes_on(timedelta(hours=1))

    send_due_digests()

    assert "The second question" in text_of(mailbox.letters[1])
    assert "The first question" not in text_of(mailbox.letters[1])


def test_what_was_read_is_not_told(mailbox: Mailbox, clock: Any):
    work = text_work()
    who = of_vendor(work, "alpha")
    thread = answered_for(work, who)
    thread.refresh_from_db()
    mark_read(thread, by=who)
    hourly(who)

    assert send_due_digests() == 0
    assert mailbox.letters == []


def test_who_wants_none_gets_none(mailbox: Mailbox, clock: Any):
    work = text_work()
    who = of_vendor(work, "alpha")
    answered_for(work, who)
    hourly()

    assert send_due_digests() == 0


@pytest.mark.parametrize("how", ["person", "membership"])
def test_who_left_hears_nothing_more(mailbox: Mailbox, clock: Any, how: str):
    work = text_work()
    who = of_vendor(work, "alpha")
    answered_for(work, who)
    hourly(who)
    rows = {
        "person": User.objects.filter(pk=who.user.pk),
        "membership": Membership.objects.filter(user=who.user),
    }
    rows[how].update(is_active=False)

    assert send_due_digests() == 0


def test_nothing_of_another_vendor_is_in_a_digest(mailbox: Mailbox, clock: Any):
    work = text_work()
    mine, stranger = of_vendor(work, "alpha"), of_vendor(work, "canary")
    answered_for(work, mine)
    answered_for(work, stranger, "A canary question")
    hourly(mine)

    send_due_digests()

    assert "canary" not in mailbox.letters[0].as_string()


def test_a_curator_is_told_what_waits_without_who_asked(mailbox: Mailbox, clock: Any):
    work = text_work()
    who = of_vendor(work, "canary")
    ask(who, work, "Is that greeting?")
    hourly(work.curator)

    send_due_digests()

    (letter,) = mailbox.letters
    assert "Waits for an answer: Is that greeting?" in text_of(letter)
    assert "canary" not in letter.as_string()
    assert who.user.pseudonym not in letter.as_string()


def test_who_is_to_answer_is_told_so(mailbox: Mailbox, clock: Any):
    work = text_work()
    thread = ask(of_vendor(work, "alpha"), work)
    lead = member(work.project, Role.ADMINISTRATOR)
    assign_thread(thread.pk, by=lead, version=thread.version, to=work.curator.user.pk)
    hourly(work.curator)

    send_due_digests()

    assert "Yours to answer" in text_of(mailbox.letters[0])


@pytest.mark.parametrize(("locale", "words"), [("ko", "내 질문에 대해"), ("ja", "自分の質問について")])
def test_a_digest_is_in_the_persons_language(mailbox: Mailbox, clock: Any, locale: str, words: str):
    work = text_work()
    who = of_vendor(work, "alpha")
    answered_for(work, who)
    hourly(who)
    User.objects.filter(pk=who.user.pk).update(locale=locale)

    send_due_digests()

    (letter,) = mailbox.letters
    assert letter["Content-Language"] == locale
    assert words in text_of(letter)
    assert f'lang="{locale}"' in page_of(letter)


def test_what_people_write_is_text_and_nothing_is_loaded(mailbox: Mailbox, clock: Any):
    work = text_work()
    who = of_vendor(work, "alpha")
    answered_for(work, who, "<img src=https://evil.example/x.png>\u202egnp <script>")
    hourly(who)

    send_due_digests()

    page = page_of(mailbox.letters[0])
    assert "<img" not in page
    assert "<script" not in page
    assert "src=" not in page.replace("src=https", "")
    assert "&lt;img" in page
    assert "\u202e" not in page + text_of(mailbox.letters[0])


def test_one_click_ends_it_without_a_log_in(mailbox: Mailbox, clock: Any, client: Any):
    work = text_work()
    who = of_vendor(work, "alpha")
    answered_for(work, who)
    hourly(who, work.curator)
    send_due_digests()
    letter = mailbox.to(who.user.email)[0]
    address = letter["List-Unsubscribe"].strip(" <>").removeprefix("https://labels.example.org")

    looked = client.get(address)
    before = User.objects.get(pk=who.user.pk).digest
    clicked = client.post(
        address,
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
    )

    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert looked.status_code in (200, 503)  # the page, where the front end is built
    assert (before, clicked.status_code) == ("hourly", 204)
    assert User.objects.get(pk=who.user.pk).digest == "off"
    assert User.objects.get(pk=work.curator.user.pk).digest == "hourly"


@pytest.mark.parametrize("token", ["", "x", "ImV2aWwi:1x:y"])
def test_a_token_that_is_none_ends_nothing(client: Any, token: str):
    work = text_work()
    hourly(work.curator)

    page = client.post(f"/unsubscribe?token={token}")
    api = client.post("/api/v1/unsubscribe", {"token": token or "-"}, content_type="application/json")

    assert (page.status_code, api.status_code) == (404, 404)
    assert User.objects.get(pk=work.curator.user.pk).digest == "hourly"


def test_the_token_of_a_link_is_not_in_the_log(client: Any, caplog: pytest.LogCaptureFixture):
    client.post("/unsubscribe?token=canary-token")

    assert "POST /unsubscribe?token=" in caplog.text
    assert "canary-token" not in caplog.text


# ---- when something breaks --------------------------------------------------------------------------------------


def test_a_server_that_is_away_gets_it_later_and_once(mailbox: Mailbox, clock: Any, settings: Any):
    work = text_work()
    who = of_vendor(work, "alpha")
    answered_for(work, who)
    hourly(who)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1

    away = send_due_digests()
    settings.EMAIL_PORT = port
    sent = send_due_digests()

    assert (away, sent, len(mailbox.letters)) == (0, 1, 1)


def test_a_connection_that_breaks_after_it_was_taken_gives_one_duplicate_and_no_more(
    mailbox: Mailbox, clock: Any
):
    work = text_work()
    who = of_vendor(work, "alpha")
    answered_for(work, who)
    hourly(who)
    mailbox.breaks = True

    for _ in range(5):
        send_due_digests()
        clock.goes_on(timedelta(minutes=1))

    assert len(mailbox.letters) == 2
    assert len({letter["Message-ID"] for letter in mailbox.letters}) == 1
    assert Digest.objects.get().lease_until is None


def test_a_worker_that_dies_before_writing_it_down_gives_one_duplicate_and_no_more(
    mailbox: Mailbox, clock: Any, monkeypatch: pytest.MonkeyPatch
):
    work = text_work()
    who = of_vendor(work, "alpha")
    answered_for(work, who)
    hourly(who)

    def dies(*_: Any) -> None:
        raise SystemExit

    monkeypatch.setattr(send, "_done", dies)
    for _ in range(2):
        with pytest.raises(SystemExit):
            send_due_digests()
        assert send_due_digests() == 0  # the lease of the dead one holds
        clock.goes_on(send.LEASE + timedelta(seconds=1))
    monkeypatch.undo()
    monkeypatch.setattr(send, "now", lambda: clock.instant)

    assert send_due_digests() == 0
    assert len(mailbox.letters) == 2


def test_one_mailbox_that_refuses_for_good_keeps_nobody_waiting(mailbox: Mailbox, clock: Any):
    work = text_work()
    first, second = of_vendor(work, "alpha"), of_vendor(work, "beta")
    answered_for(work, first)
    answered_for(work, second)
    hourly(first, second)
    mailbox.refuses[first.user.email] = "550 nobody here"

    sent, again = send_due_digests(), send_due_digests()

    assert (sent, again) == (1, 0)
    assert [letter["To"] for letter in mailbox.letters] == [second.user.email]


def test_one_mailbox_that_is_full_is_tried_again(mailbox: Mailbox, clock: Any):
    work = text_work()
    first, second = of_vendor(work, "alpha"), of_vendor(work, "beta")
    answered_for(work, first)
    answered_for(work, second)
    hourly(first, second)
    mailbox.refuses[first.user.email] = "452 full"
    send_due_digests()
    mailbox.refuses.clear()

    send_due_digests()

    assert sorted(letter["To"] for letter in mailbox.letters) == sorted([first.user.email, second.user.email])


def test_without_a_mail_server_a_served_installation_sends_none(mailbox: Mailbox, clock: Any, settings: Any):
    work = text_work()
    who = of_vendor(work, "alpha")
    answered_for(work, who)
    hourly(who)
    settings.SENDS_MAIL = False

    assert send_due_digests() == 0
    assert Digest.objects.count() == 0


def test_what_was_said_a_moment_ago_waits_for_the_next(mailbox: Mailbox, clock: Any):
    work = text_work()
    who = of_vendor(work, "alpha")
    thread = answered_for(work, who)
    hourly(who)
    Thread.objects.filter(pk=thread.pk).update(last_at=clock.instant)
    assert send_due_digests() == 0
    reply(thread, work, who, "Thanks")
    answer(thread, work, "Welcome")
    Thread.objects.filter(pk=thread.pk).update(last_at=clock.instant)
    clock.goes_on(timedelta(hours=1))

    assert send_due_digests() == 1


@pytest.mark.parametrize(
    ("every", "instant", "slot"),
    [
        ("hourly", datetime(2026, 3, 1, 9, 59, tzinfo=UTC), datetime(2026, 3, 1, 9, tzinfo=UTC)),
        ("daily", datetime(2026, 3, 1, 7, 0, tzinfo=UTC), datetime(2026, 3, 1, 7, tzinfo=UTC)),
        ("daily", datetime(2026, 3, 1, 6, 59, tzinfo=UTC), datetime(2026, 2, 28, 7, tzinfo=UTC)),
    ],
)
def test_a_day_begins_at_the_hour_of_digests(every: str, instant: datetime, slot: datetime, settings: Any):
    settings.DIGEST_HOUR = 7

    assert slot_of(every, instant) == slot
