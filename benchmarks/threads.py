"""Questions: the inbox, its filters, counts and searches among 10,000 of two vendors, half of them answered."""

from __future__ import annotations

import random
from datetime import timedelta
from urllib.parse import quote

from django.db import connection

from annotation.models import Message, Thread, ThreadTerm
from annotation.queries.threads import CURATORS, WAITING, audience_of
from annotation.terms import terms_of
from benchmarks.figures import Figure, median, percentile
from benchmarks.installation import Web
from benchmarks.listing import timed
from benchmarks.load import Connection
from benchmarks.world import WORDS, headers_of, project_with_texts
from labelwright.accounts.models import Vendor
from labelwright.database.clock import now
from tests.factories.accounts import VendorFactory
from tests.factories.work import Work

COUNT, TIMES, LENGTH = 10_000, 100, 30
KOREAN = [
    "겹친",
    "적혈구는",
    "하나로",
    "가장자리에서",
    "잘린",
    "세포도",
    "표시",
    "혈소판",
    "백혈구",
    "얼룩",
    "흐린",
    "이미지",
]
JAPANESE = [
    "重なった赤血球は",
    "一つですか",
    "端で",
    "切れた",
    "細胞も",
    "数えますか",
    "血小板",
    "白血球",
    "染み",
    "ぼやけた",
    "画像",
]


def measure(*, quick: bool) -> list[Figure]:
    count = COUNT // 10 if quick else COUNT
    work = project_with_texts(10)
    vendor = VendorFactory(organisation=work.project.organisation)
    _ask(work, count, vendor)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    path = f"/projects/{work.project.pk}/threads"
    asked = {
        "inbox": f"{path}?limit=50",
        "inbox, open ones": f"{path}?limit=50&state=open",
        "inbox, overdue ones": f"{path}?limit=50&overdue=true",
        "inbox, unread ones": f"{path}?limit=50&unread=true",
        "inbox, a label": f"{path}?limit=50&label=greet",
        "inbox, a vendor": f"{path}?limit=50&vendor={vendor.pk}",
        "facets": f"{path}/facets",
        "counts": f"{path}/counts",
        "bell": "/news",
        "search, English": f"{path}?limit=50&text=parcel+yesterday",
        "search, one of all": f"{path}?limit=50&text=case{count // 3}",
        "search, Korean": f"{path}?limit=50&text={quote('겹친 적혈구')}",
        "search, Japanese": f"{path}?limit=50&text={quote('重なった赤血球')}",
        "similar": f"{path}/similar?text=when+will+my+parcel+that+came+late+yesterday+be+sent",
    }
    with Web() as web:
        wire = Connection(web.port, headers_of(work.curator, f"https://127.0.0.1:{web.port}"))
        took = {
            name: timed(TIMES, lambda address=address: wire.ask("GET", address))
            for name, address in asked.items()
        }
        wire.close()
    return [
        Figure(
            f"{name} of {count:,} questions",
            median(times),
            "ms",
            p50_ms=percentile(times, 0.5),
            p95_ms=percentile(times, 0.95),
            aim="< 100 ms",
        )
        for name, times in took.items()
    ]


def _ask(work: Work, count: int, vendor: Vendor) -> None:
    """Written straight into the tables: what is measured is the reading."""
    chance = random.Random(7)
    asker, instant = work.annotator(vendor=vendor), now()
    languages = (WORDS, KOREAN, JAPANESE)
    threads, messages, terms = [], [], []
    for number in range(count):
        # A word of its own in each, as names and numbers are in real ones.
        words = [*chance.choices(languages[number % 3], k=LENGTH), f"case{number}"]
        body, is_answered = " ".join(words), number % 2 == 0
        thread = Thread(
            project=work.project,
            asked_by=asker.user,
            vendor=vendor if number % 5 else None,
            label=("greet", "refund", "")[number % 3],
            asked_at=instant,
            excerpt=body[:200],
            state="answered" if is_answered else "open",
            answered_at=instant if is_answered else None,
            due_at=instant + timedelta(days=1 if number % 7 else -1),
            last_at=instant,
            last_by=asker.user,
        )
        threads.append(thread)
        messages.append(
            Message(thread=thread, author=asker.user, kind="question", body=body, created_at=instant)
        )
        terms += [
            ThreadTerm(
                project=work.project,
                audience=audience if is_answered else WAITING + audience,
                term=term,
                thread=thread,
            )
            for audience in (audience_of(thread.vendor_id), CURATORS)
            for term in terms_of(body)
        ]
    Thread.objects.bulk_create(threads, batch_size=2000)
    Message.objects.bulk_create(messages, batch_size=2000)
    ThreadTerm.objects.bulk_create(terms, batch_size=5000)
