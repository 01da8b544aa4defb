"""Queries that are built once, on whichever database the tests run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from labelwright.accounts.models import Membership, Organisation, User
from labelwright.database.compiled import compiled, compiled_update, insert
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
EARLY = datetime(2026, 1, 1, tzinfo=UTC)


@compiled
def members(organisation: UUID, users: tuple[UUID, ...], role: str | None) -> QuerySet[Membership]:
    found = Membership.objects.filter(organisation=organisation, user__in=users).select_related("user")
    return found.order_by("user__name") if role is None else found.filter(role=role)


@compiled
def names_since(instant: datetime, name: str) -> QuerySet[User, tuple[UUID, str]]:
    return User.objects.filter(created_at__gte=instant, name=name).values_list("id", "name")


@compiled_update
def rename(user: UUID, name: str) -> tuple[QuerySet[User], dict[str, Any]]:
    return User.objects.filter(pk=user), {"name": name}


@compiled
def searched(name: str) -> QuerySet[User]:
    return User.objects.filter(name__icontains=name)


def test_each_call_sees_its_own_arguments():
    organisation = OrganisationFactory()
    a, b = (MembershipFactory(organisation=organisation, user=UserFactory(name=name)) for name in "ab")

    for _ in range(4):  # PostgreSQL keeps the plan from the third call on
        assert [m.user.name for m in members(organisation.pk, (a.user_id, b.user_id), None)] == ["a", "b"]
        assert [m.user.name for m in members(organisation.pk, (b.user_id, uuid4()), None)] == ["b"]
        assert members(uuid4(), (a.user_id, b.user_id), None) == []
        assert members(organisation.pk, (a.user_id,), "owner") == []
        assert members(organisation.pk, (), None) == []


def test_rows_are_as_the_orm_gives_them(django_assert_num_queries):
    made = MembershipFactory()

    with django_assert_num_queries(1):
        (found,) = members(made.organisation_id, (made.user_id,), None)
        assert (found, found.user, found.user.created_at) == (made, made.user, made.user.created_at)


def test_instants_and_words_vary():
    user = UserFactory(name="O'Hara %s")

    assert names_since(EARLY, "O'Hara %s") == [(user.pk, "O'Hara %s")]
    assert names_since(EARLY, "open") == []
    assert names_since(user.created_at + timedelta(microseconds=1), "O'Hara %s") == []


def test_an_update_changes_only_what_it_names():
    user, other = UserFactory(), UserFactory(name="other")

    assert (rename(user.pk, "new"), rename(uuid4(), "new")) == (1, 0)

    assert list(User.objects.filter(name="new")) == [user]
    assert User.objects.get(pk=other.pk).name == "other"


def test_an_argument_that_a_lookup_changes_is_refused():
    with pytest.raises(ValueError, match="cannot vary"):
        searched("x")


def test_new_rows_are_inserted_whole_and_constraints_hold():
    rows = [Organisation(name=f"o{n}", slug=f"o{n}") for n in range(2)]

    insert(*rows)

    assert set(Organisation.objects.filter(name__in=["o0", "o1"])) == set(rows)
    assert not any(row._state.adding for row in rows)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Organisation(name="again", slug="o0"))
    assert not Organisation.objects.filter(name="again").exists()


def test_the_plan_is_kept_in_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's driver keeps statements by itself")
    for _ in range(4):
        rename(uuid4(), "new")

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT statement FROM pg_prepared_statements WHERE statement LIKE 'UPDATE%accounts_user%'"
        )
        assert len(cursor.fetchall()) == 1
