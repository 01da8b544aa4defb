"""Signing in and out, passwords, and oneself."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from labelwright.accounts.errors import TooManyAttempts
from labelwright.accounts.models import AuditEvent, SignIn, User
from labelwright.accounts.services.attempts import count_attempt, forget_attempts
from labelwright.accounts.services.sessions import end_sessions, forget_ended_sessions
from labelwright.accounts.session_store import STARTED, SessionStore
from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory
from tests.http import Browser

pytestmark = pytest.mark.django_db
NEW = "a quite different passphrase"


def person(**fields: object) -> User:
    return MembershipFactory(user=UserFactory(login=PASSWORD, **fields)).user


def opened() -> Browser:
    """A browser that has loaded the page, and so has its CSRF cookie."""
    browser = Browser()
    browser.get("/session")
    return browser


def signed_in(user: User, password: str = PASSWORD) -> Browser:
    browser = opened()
    assert browser.post("/session", {"email": user.email, "password": password}).status_code == 200
    return browser


def test_nobody_is_signed_in_at_first_and_the_browser_gets_its_csrf_cookie():
    browser = Browser()

    answer = browser.get("/session")

    assert answer.json() == {"user": None, "organisations": []}
    assert len(browser.client.cookies["csrftoken"].value) >= 32


def test_who_logs_in_hears_who_they_are_and_where_they_belong():
    user = person(name="Mina", locale="ko")

    answer = opened().post("/session", {"email": user.email.upper(), "password": PASSWORD})

    body = answer.json()
    assert body["user"] | {"pseudonym": "", "id": ""} == {
        "id": "",
        "email": user.email,
        "name": "Mina",
        "pseudonym": "",
        "locale": "ko",
        "theme": "auto",
        "digest": "daily",
        "shortcuts": {},
        "version": 1,
    }
    assert [entry["role"] for entry in body["organisations"]] == ["member"]
    assert "password" not in str(body["user"])


def test_the_session_key_changes_at_log_in():
    user, browser = person(), opened()
    browser.client.cookies["labelwright_session"] = "planted0000000000000000000000000"

    browser.post("/session", {"email": user.email, "password": PASSWORD})

    assert browser.session_key not in ("", "planted0000000000000000000000000")


def test_the_log_in_is_written_down():
    user = person()

    signed_in(user)

    assert AuditEvent.objects.get().action == "session.started"
    assert AuditEvent.objects.get().actor == user.pseudonym


@pytest.mark.parametrize(
    ("email", "password"),
    [("known@example.test", "wrong"), ("unknown@example.test", PASSWORD), ("away@example.test", PASSWORD)],
)
def test_wrong_credentials_are_told_in_the_same_words(email: str, password: str):
    person(email="known@example.test")
    person(email="away@example.test", is_active=False)

    answer = opened().post("/session", {"email": email, "password": password})

    assert answer.status_code == 400
    body = answer.json() | {"instance": ""}
    assert body == {
        "type": "/problems/wrong-credentials",
        "title": "E-mail or password is wrong",
        "status": 400,
        "detail": "E-mail or password is wrong",
        "instance": "",
    }


def test_an_unknown_address_costs_as_many_hashes_as_a_wrong_password(monkeypatch: pytest.MonkeyPatch):
    user, browser = person(), opened()
    hashed: list[str] = []
    encode = Argon2PasswordHasher.encode

    def counted(self: Argon2PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    verify = Argon2PasswordHasher.verify

    def verified(self: Argon2PasswordHasher, password: str, encoded: str) -> bool:
        hashed.append(password)
        return verify(self, password, encoded)

    monkeypatch.setattr(Argon2PasswordHasher, "encode", counted)
    monkeypatch.setattr(Argon2PasswordHasher, "verify", verified)

    browser.post("/session", {"email": user.email, "password": "wrong"})
    known = len(hashed)
    browser.post("/session", {"email": "nobody@example.test", "password": "wrong"})

    assert known == len(hashed) - known == 1


def test_the_eleventh_try_is_refused_before_the_password_is_looked_at():
    user, browser = person(), opened()
    wrong = [browser.post("/session", {"email": user.email, "password": "x"}).status_code for _ in range(10)]

    answer = browser.post("/session", {"email": user.email, "password": PASSWORD})

    assert set(wrong) <= {400, 429}
    assert answer.status_code == 429
    assert answer.json()["type"] == "/problems/too-many-attempts"
    assert int(answer["Retry-After"]) > 60


def test_who_is_tried_from_one_network_can_still_log_in_from_another():
    user = person()
    browser = opened()
    for _ in range(11):
        browser.post("/session", {"email": user.email, "password": "x"})

    elsewhere = Browser()
    elsewhere.client.defaults["REMOTE_ADDR"] = "192.0.2.7"
    elsewhere.get("/session")

    assert elsewhere.post("/session", {"email": user.email, "password": PASSWORD}).status_code == 200


def test_an_address_in_a_forwarded_header_is_not_believed_without_a_proxy():
    user, browser = person(), opened()
    body = {"email": user.email, "password": "x"}
    for number in range(11):
        browser.post("/session", body, X_Forwarded_For=f"198.51.100.{number}")

    answer = browser.post("/session", body, X_Forwarded_For="198.51.100.99")

    assert answer.status_code == 429


def test_the_right_password_makes_the_tries_before_it_count_no_more():
    count_attempt("a@example.test", "net")
    forget_attempts("a@example.test", "net")

    for _ in range(10):
        count_attempt("a@example.test", "net")

    with pytest.raises(TooManyAttempts):
        count_attempt("A@example.test ", "net")


@pytest.mark.django_db(transaction=True)
def test_of_many_tries_side_by_side_ten_get_through():
    through: list[bool] = []

    def attempt() -> None:
        try:
            count_attempt("a@example.test", "net")
            through.append(True)
        except TooManyAttempts:
            through.append(False)
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(through), sum(through)) == (30, 10)


def test_logging_out_ends_the_session():
    browser = signed_in(person())

    answer = browser.delete("/session")

    assert (answer.status_code, answer["Clear-Site-Data"]) == (204, '"cache"')
    assert Session.objects.count() == 0
    assert browser.get("/session").json()["user"] is None


def test_logging_in_needs_the_csrf_token():
    user = person()

    answer = Browser().post("/session", {"email": user.email, "password": PASSWORD})

    assert answer.status_code == 403
    assert Session.objects.count() == 0


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one():
    user = person()
    here, there = signed_in(user), signed_in(user)

    answer = here.post("/password", {"current": PASSWORD, "new": NEW})

    assert answer.status_code == 204
    assert here.get("/session").json()["user"] is not None
    assert there.get("/session").json()["user"] is None
    assert signed_in(user, NEW)


def test_every_fault_of_a_new_password_is_told_at_once():
    user = person(name="qwertyuiop")

    answer = signed_in(user).post("/password", {"current": PASSWORD, "new": "qwertyuiop"})

    assert answer.status_code == 400
    assert {error["pointer"] for error in answer.json()["errors"]} == {"/new"}
    assert len(answer.json()["errors"]) == 3
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_the_present_password_has_to_be_right():
    answer = signed_in(person()).post("/password", {"current": "wrong", "new": NEW})

    assert answer.json()["type"] == "/problems/wrong-credentials"
    assert answer.json()["errors"][0]["pointer"] == "/current"


def test_ended_sessions_are_worth_nothing():
    user = person()
    browser = signed_in(user)

    end_sessions(user)

    assert browser.get("/session").json()["user"] is None


def test_a_session_that_is_not_used_for_eight_hours_ends():
    user = person()
    browser = signed_in(user)

    _later(browser, settings.SESSION_IDLE - timedelta(minutes=1))
    used = browser.get("/session").json()["user"]
    _later(browser, settings.SESSION_IDLE + timedelta(minutes=1))
    left = browser.get("/session").json()["user"]

    assert timedelta(hours=8) == settings.SESSION_IDLE
    assert (used is None, left) == (False, None)


def test_using_a_session_prolongs_it():
    browser = signed_in(person())
    _later(browser, timedelta(hours=5))
    before = Session.objects.get().expire_date

    browser.get("/sessions")

    after = Session.objects.get().expire_date
    assert after - before > timedelta(hours=4)
    assert timezone.now() - SignIn.objects.get().seen_at < timedelta(minutes=1)


def test_a_session_ends_after_a_day_however_much_it_is_used():
    browser = signed_in(person())
    for _ in range(4):
        _later(browser, timedelta(hours=5))
        assert browser.get("/sessions").status_code == 200

    _later(browser, timedelta(hours=5))

    assert browser.get("/sessions").status_code == 401


def test_the_cookie_lives_no_longer_than_the_session_can():
    cookie = signed_in(person()).client.cookies[settings.SESSION_COOKIE_NAME]

    assert (
        settings.SESSION_LIFE.total_seconds() - 60
        < cookie["max-age"]
        <= settings.SESSION_LIFE.total_seconds()
    )


def test_the_use_of_a_session_is_written_once_a_minute():
    browser = signed_in(person())
    browser.get("/sessions")

    with CaptureQueriesContext(connection) as asked:
        browser.get("/sessions")

    assert [query["sql"] for query in asked if query["sql"].startswith(("UPDATE", "INSERT"))] == []


def test_people_see_where_they_are_logged_in_and_only_themselves():
    user = person()
    here, _, _ = signed_in(user), signed_in(user), signed_in(person())

    rows = here.get("/sessions", User_Agent="here").json()["results"]

    assert [row["is_current"] for row in rows] == [False, True]
    assert {row["network"] for row in rows} == {"127.0.0.1"}


def test_people_end_one_of_their_sessions_and_the_others_go_on():
    user = person()
    here, there = signed_in(user), signed_in(user)
    [other] = [row for row in here.get("/sessions").json()["results"] if not row["is_current"]]

    answer = here.delete(f"/sessions/{other['id']}")

    assert answer.status_code == 204
    assert there.get("/session").json()["user"] is None
    assert here.get("/session").json()["user"] is not None
    assert len(here.get("/sessions").json()["results"]) == 1


def test_people_end_all_their_other_sessions():
    user, stranger = person(), signed_in(person())
    here, there, elsewhere = signed_in(user), signed_in(user), signed_in(user)

    here.delete("/sessions")

    assert [browser.get("/session").json()["user"] is None for browser in (here, there, elsewhere)] == [
        False,
        True,
        True,
    ]
    assert stranger.get("/session").json()["user"] is not None


def test_a_changed_password_leaves_only_this_session_in_the_list():
    user = person()
    here, _ = signed_in(user), signed_in(user)

    here.post("/password", {"current": PASSWORD, "new": NEW})

    assert [row["is_current"] for row in here.get("/sessions").json()["results"]] == [True]


def test_what_is_known_of_a_session_goes_with_it():
    browser = signed_in(person())
    signed_in(person())
    _later(browser, timedelta(hours=9))

    forget_ended_sessions()

    assert (Session.objects.count(), SignIn.objects.count()) == (1, 1)


def _later(browser: Browser, by: timedelta) -> None:
    """As if this much time had passed for the browser's session: everything in it began so much earlier."""
    store = SessionStore(browser.session_key)
    store[STARTED] = (datetime.fromisoformat(store[STARTED]) - by).isoformat()
    Session.objects.filter(session_key=browser.session_key).update(
        session_data=store.encode(dict(store.items())), expire_date=F("expire_date") - by
    )
    SignIn.objects.filter(session_key=browser.session_key).update(
        started_at=F("started_at") - by, seen_at=F("seen_at") - by
    )


def test_people_change_their_language_and_theme():
    user = person()

    answer = signed_in(user).patch("/me", {"locale": "ja", "theme": "dark"}, If_Match='"1"')

    assert (answer.json()["locale"], answer.json()["theme"], answer["ETag"]) == ("ja", "dark", '"2"')
    user.refresh_from_db()
    assert (user.locale, user.theme, user.name) == ("ja", "dark", user.name)


def test_nobody_changes_their_address_or_rights_there():
    user = person()

    answer = signed_in(user).patch("/me", {"email": "x@x.test", "is_superuser": True}, If_Match='"1"')

    assert answer.status_code == 400
    assert {error["pointer"] for error in answer.json()["errors"]} == {"/email", "/is_superuser"}


def test_a_change_without_its_starting_point_is_refused():
    browser = signed_in(person())

    assert browser.patch("/me", {"theme": "dark"}).status_code == 428
    assert browser.patch("/me", {"theme": "dark"}, If_Match='"9"').status_code == 412
    assert browser.patch("/me", {"theme": "dark"}, If_Match="what").status_code == 400
    assert browser.get("/session").json()["user"]["theme"] == "auto"


def test_people_choose_their_own_keys_and_the_keys_follow_them():
    browser = signed_in(user := person())
    keys = {"labelling.skip": ["mod+j"], "editor.label.cells/wbc": ["w", "ㅈ"], "editor.zoom.fit": []}

    answer = browser.patch("/me", {"shortcuts": keys}, If_Match='"1"')

    assert answer.status_code == 200
    assert signed_in(user).get("/session").json()["user"]["shortcuts"] == keys


@pytest.mark.parametrize(
    ("shortcuts", "pointer"),
    [
        ({"labelling.skip": "q"}, "/shortcuts/labelling.skip"),
        ({"labelling.skip": ["a", "b", "c", "d"]}, "/shortcuts/labelling.skip"),
        ({"labelling.skip": ["shift+mod+q"]}, "/shortcuts"),
        ({"labelling.skip": ["two words"]}, "/shortcuts"),
        ({"labelling.skip": [{}]}, "/shortcuts/labelling.skip/0"),
        ({"<script>": ["q"]}, "/shortcuts"),
        ({f"editor.a{number}": ["q"] for number in range(501)}, "/shortcuts"),
        ([], "/shortcuts"),
    ],
)
def test_what_is_no_key_or_no_command_is_refused(shortcuts: object, pointer: str):
    browser = signed_in(user := person())

    answer = browser.patch("/me", {"shortcuts": shortcuts}, If_Match='"1"')

    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    user.refresh_from_db()
    assert user.shortcuts == {}
