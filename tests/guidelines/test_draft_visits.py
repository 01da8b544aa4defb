"""Two curators at one guideline draft: they know of each other, and neither writes over the other."""

from datetime import timedelta

import pytest

from guidelines.models import DraftVisit
from guidelines.queries.drafting import OPEN_FOR
from guidelines.services import guidelines
from guidelines.services.draft_visits import close_draft, keep_draft_open
from labelwright.accounts.roles import Role
from labelwright.database.clock import now
from labelwright.errors import Forbidden
from tests.factories.accounts import VendorFactory
from tests.factories.guidelines import ProjectFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return ProjectFactory()


@pytest.fixture
def clara(project):
    return member(project, Role.CURATOR, name="Clara Winter")


@pytest.fixture
def ben(project):
    return member(project, Role.ADMINISTRATOR, name="Ben Olsen")


@pytest.fixture
def draft(project, clara):
    return guidelines.start_guideline_draft(project, by=clara)


@pytest.fixture
def visit(project, client_of):
    path = f"/api/v1/projects/{project.pk}/guideline-draft/visit"

    def ask(who):
        return client_of(who).post(path, {}, format="json").json()

    return ask


def test_the_second_curator_sees_the_first_by_name_and_nobody_sees_themselves(draft, clara, ben, visit):
    alone = visit(clara)

    together = visit(ben)

    assert alone == {"version": 1, "others": []}
    assert [other["name"] for other in together["others"]] == ["Clara Winter"]
    assert [other["name"] for other in visit(clara)["others"]] == ["Ben Olsen"]


def test_who_is_silent_for_half_a_minute_is_no_longer_there(draft, clara, ben, visit):
    visit(clara)
    DraftVisit.objects.update(seen_at=now() - OPEN_FOR - timedelta(seconds=1))

    assert visit(ben)["others"] == []


def test_who_calls_again_has_it_open_since_the_first_call(draft, clara, ben, visit):
    visit(clara)
    opened = DraftVisit.objects.get().opened_at
    visit(clara)

    (other,) = visit(ben)["others"]

    assert DraftVisit.objects.get(user=clara.user).opened_at == opened
    assert other["since"] == opened.isoformat().replace("+00:00", "Z")


def test_who_closes_it_is_gone_at_once_and_the_other_stays(project, draft, clara, ben, visit, client_of):
    visit(clara)
    visit(ben)

    answer = client_of(clara).delete(f"/api/v1/projects/{project.pk}/guideline-draft/visit")

    assert answer.status_code == 204
    assert [row.user for row in DraftVisit.objects.all()] == [ben.user]


def test_a_curator_of_a_vendor_is_known_by_pseudonym(project, draft, clara, visit):
    vendor = VendorFactory(organisation=project.organisation)
    outside = member(project, Role.CURATOR, vendor=vendor, name="Kim Outside")
    visit(outside)

    (other,) = visit(clara)["others"]

    assert other["name"] is None
    assert other["pseudonym"] == outside.user.pseudonym


def test_a_visit_tells_that_somebody_has_saved(draft, clara, ben, visit):
    visit(ben)
    guidelines.save_guideline_draft(draft, by=clara, expected=1, markdown="# New\n")

    assert visit(ben)["version"] == 2


def test_visits_end_with_the_draft(project, draft, clara, ben):
    keep_draft_open(draft, by=ben)
    guidelines.publish_guideline_version(
        draft, by=clara, expected=1, change_kind="editorial", summary="first"
    )

    assert not DraftVisit.objects.exists()


def test_a_visit_of_a_draft_that_was_discarded_meanwhile_says_so(
    project, draft, clara, ben, visit, client_of
):
    guidelines.discard_guideline_draft(draft, by=clara, expected=1)

    assert not keep_draft_open(draft, by=ben)
    assert visit(ben) == {"version": None, "others": []}
    path = f"/api/v1/projects/{project.pk}/guideline-draft/visit"
    assert client_of(ben).delete(path).status_code == 204
    assert not DraftVisit.objects.exists()


def test_who_may_not_write_does_not_visit(project, draft):
    reader = member(project, Role.QUALITY_MANAGER)

    with pytest.raises(Forbidden):
        keep_draft_open(draft, by=reader)


def test_closing_what_was_not_open_changes_nothing(draft, clara, ben):
    keep_draft_open(draft, by=clara)
    close_draft(draft, by=ben)

    assert DraftVisit.objects.get().user == clara.user


def test_a_draft_begun_since_is_not_written_over_though_its_version_is_the_same(
    project, draft, clara, client_of
):
    path = f"/api/v1/projects/{project.pk}/guideline-draft"
    guidelines.discard_guideline_draft(draft, by=clara, expected=1)
    other = guidelines.start_guideline_draft(project, by=clara)

    answer = client_of(clara).put(
        path,
        {"markdown": "# Of the old one\n", "draft": str(draft.pk)},
        format="json",
        headers={"If-Match": '"1"'},
    )

    assert answer.status_code == 412
    assert answer.json()["markdown"] == other.markdown
    other.refresh_from_db()
    assert "Of the old one" not in other.markdown
