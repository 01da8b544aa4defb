"""Projects and their members."""

import pytest

from guidelines.errors import AlreadyMember, SlugTaken, UnknownTemplate
from guidelines.models import ProjectMember
from guidelines.queries.projects import may, project_for, projects_for, require, roles_in
from guidelines.queries.versions import schema_drafts_for
from guidelines.services import projects
from labelwright.accounts.models import AuditEvent
from labelwright.accounts.roles import Can, Role
from labelwright.errors import Forbidden, Invalid, NotFound, Stale
from tests.factories.accounts import MembershipFactory, VendorFactory, principal, token_for
from tests.factories.guidelines import ProjectFactory, member

pytestmark = pytest.mark.django_db


def test_a_new_project_has_a_draft_from_its_template_and_its_maker_as_curator():
    membership = MembershipFactory()
    who = principal(membership.user)

    project = projects.create_project(
        membership.organisation, by=who, name="Blood cells", template="object_detection"
    )

    assert (project.slug, project.input) == ("blood-cells", "image")
    assert roles_in(who, project) == {Role.CURATOR}
    draft = schema_drafts_for(who).get()
    assert all("colour" in label for label in draft.document["fields"][0]["labels"])
    assert AuditEvent.objects.get().action == "project.created"


def test_two_projects_of_an_organisation_cannot_have_one_short_name():
    membership = MembershipFactory()
    who = principal(membership.user)
    projects.create_project(membership.organisation, by=who, name="Cells", template="blank_image")

    with pytest.raises(SlugTaken):
        projects.create_project(membership.organisation, by=who, name="cells", template="blank_image")


def test_an_unknown_template_is_refused_by_name():
    membership = MembershipFactory()

    with pytest.raises(UnknownTemplate, match="object_detection"):
        projects.create_project(
            membership.organisation, by=principal(membership.user), name="x", template="nope"
        )


def test_a_vendors_person_makes_no_projects():
    vendor = VendorFactory()
    membership = MembershipFactory(organisation=vendor.organisation, vendor=vendor)

    with pytest.raises(Forbidden):
        projects.create_project(
            vendor.organisation, by=principal(membership.user), name="x", template="blank_image"
        )


def test_a_change_needs_the_version_that_was_read():
    project = ProjectFactory()
    curator = member(project, Role.CURATOR)

    projects.change_project(project, by=curator, expected=1, name="New")

    with pytest.raises(Stale):
        projects.change_project(project, by=curator, expected=1, name="Newer")
    project.refresh_from_db()
    assert project.name == "New"


def test_who_is_no_member_does_not_know_of_the_project():
    project = ProjectFactory()
    stranger = member(ProjectFactory(), Role.CURATOR)

    with pytest.raises(NotFound):
        project_for(stranger, project.pk)


def test_who_may_see_but_not_do_is_told_so():
    project = ProjectFactory()
    annotator = member(project, Role.ANNOTATOR)

    with pytest.raises(Forbidden):
        project_for(annotator, project.pk, Can.EDIT_SCHEMA)


def test_a_curator_who_labels_in_the_project_is_blind_in_it():
    project = ProjectFactory()
    both = member(project, Role.CURATOR, Role.ANNOTATOR)

    assert Can.SEE_GOLD not in may(both, project)
    assert not projects_for(both, Can.SEE_ANNOTATIONS).exists()
    assert Can.EDIT_SCHEMA in may(both, project)


def test_a_token_for_one_project_sees_only_that_one():
    project, other = ProjectFactory(), ProjectFactory()
    curator = member(project, Role.CURATOR)
    ProjectMember.objects.create(
        project=other,
        membership=MembershipFactory(organisation=other.organisation, user=curator.user),
        role=Role.CURATOR,
    )
    token, _ = token_for(curator.user, project.organisation, f"read:{project.pk}")

    seen = projects_for(type(curator)(curator.user, token))

    assert [p.pk for p in seen] == [project.pk]


def test_a_token_that_writes_to_one_project_and_reads_another_does_not_write_to_that():
    project = ProjectFactory()
    other = ProjectFactory(organisation=project.organisation)
    curator = member(project, Role.CURATOR)
    membership = curator.user.memberships.get()
    ProjectMember.objects.create(project=other, membership=membership, role=Role.CURATOR)
    token, _ = token_for(curator.user, project.organisation, f"write:{project.pk}", f"read:{other.pk}")
    program = type(curator)(curator.user, token)

    require(program, project, Can.EDIT_SCHEMA)

    with pytest.raises(NotFound):
        require(program, other, Can.EDIT_SCHEMA)
    assert project_for(program, other.pk, Can.SEE_ITEMS) == other


def test_a_curator_brings_in_annotators_but_no_curators():
    project = ProjectFactory()
    curator = member(project, Role.CURATOR)
    person = MembershipFactory(organisation=project.organisation)

    projects.add_member(project, by=curator, membership=person.pk, role="annotator")

    with pytest.raises(AlreadyMember):
        projects.add_member(project, by=curator, membership=person.pk, role="annotator")
    with pytest.raises(Forbidden):
        projects.add_member(project, by=curator, membership=person.pk, role="curator")


def test_a_vendors_person_never_becomes_curator():
    project = ProjectFactory()
    vendor = VendorFactory(organisation=project.organisation)
    person = MembershipFactory(organisation=project.organisation, vendor=vendor)

    with pytest.raises(Invalid):
        projects.add_member(
            project, by=member(project, Role.ADMINISTRATOR), membership=person.pk, role="curator"
        )


def test_people_of_another_organisation_cannot_be_added():
    project = ProjectFactory()
    stranger = MembershipFactory()

    with pytest.raises(Invalid):
        projects.add_member(
            project, by=member(project, Role.CURATOR), membership=stranger.pk, role="annotator"
        )


def test_a_vendor_lead_sees_only_their_own_people(client_of):
    project = ProjectFactory()
    ours, theirs = (
        VendorFactory(organisation=project.organisation),
        VendorFactory(organisation=project.organisation),
    )
    lead = member(project, Role.VENDOR_LEAD, vendor=ours)
    mate = member(project, Role.ANNOTATOR, vendor=ours)
    rival = member(project, Role.ANNOTATOR, vendor=theirs)

    answer = client_of(lead).get(f"/api/v1/projects/{project.pk}/members")

    seen = {row["user"] for row in answer.json()["results"]}
    assert str(mate.user.pk) in seen
    assert str(rival.user.pk) not in seen


def test_members_say_whose_people_they_are(client_of):
    project = ProjectFactory()
    vendor = VendorFactory(organisation=project.organisation)
    curator = member(project, Role.CURATOR)
    worker = member(project, Role.ANNOTATOR, vendor=vendor)

    answer = client_of(curator).get(f"/api/v1/projects/{project.pk}/members")

    vendors = {row["user"]: (row["vendor"], row["vendor_id"]) for row in answer.json()["results"]}
    assert vendors[str(worker.user.pk)] == (vendor.name, str(vendor.pk))
    assert vendors[str(curator.user.pk)] == (None, None)


@pytest.mark.parametrize("role", [Role.CURATOR, Role.QUALITY_MANAGER])
def test_who_labels_is_vendor_and_pseudonym_to_those_who_run_the_work(role, client_of):
    project = ProjectFactory()
    vendor = VendorFactory(organisation=project.organisation)
    labels = [member(project, Role.ANNOTATOR, vendor=vendor), member(project, Role.ANNOTATOR)]
    leads = member(project, Role.VENDOR_LEAD, vendor=vendor)
    asking = member(project, role)

    rows = _members_seen_by(asking, project, client_of)

    shown = [rows[str(who.user.pk)] for who in (*labels, leads)]
    assert [(row["name"], row["email"]) for row in shown] == [(None, None)] * 3
    assert [row["pseudonym"] for row in shown] == [who.user.pseudonym for who in (*labels, leads)]
    assert [row["vendor"] for row in shown] == [vendor.name, None, vendor.name]


def test_people_in_house_who_do_not_label_know_each_other(client_of):
    project = ProjectFactory()
    asking, colleague = member(project, Role.QUALITY_MANAGER), member(project, Role.CURATOR)

    rows = _members_seen_by(asking, project, client_of)

    assert rows[str(colleague.user.pk)]["name"] == colleague.user.name
    assert rows[str(colleague.user.pk)]["email"] == colleague.user.email


def test_an_administrator_and_a_vendors_lead_see_who_the_vendors_people_are(client_of):
    project = ProjectFactory()
    vendor = VendorFactory(organisation=project.organisation)
    labels = member(project, Role.ANNOTATOR, vendor=vendor)
    asking = [member(project, Role.ADMINISTRATOR), member(project, Role.VENDOR_LEAD, vendor=vendor)]

    names = [_members_seen_by(who, project, client_of)[str(labels.user.pk)]["email"] for who in asking]

    assert names == [labels.user.email] * 2


def test_a_curator_chooses_from_the_vendors_people_without_learning_who_they_are(client_of):
    project = ProjectFactory()
    vendor = VendorFactory(organisation=project.organisation)
    person = MembershipFactory(organisation=project.organisation, vendor=vendor)
    curator = client_of(member(project, Role.CURATOR))

    rows = curator.get(f"/api/v1/projects/{project.pk}/candidates").json()["results"]
    given = curator.post(
        f"/api/v1/projects/{project.pk}/members",
        {"membership": str(person.pk), "role": "annotator"},
        content_type="application/json",
    )

    [row] = [row for row in rows if row["membership"] == str(person.pk)]
    assert row == {
        "membership": str(person.pk),
        "name": None,
        "email": None,
        "pseudonym": person.user.pseudonym,
        "vendor": vendor.name,
    }
    assert given.status_code == 201
    assert (given.json()["name"], given.json()["email"]) == (None, None)


def _members_seen_by(who, project, client_of):
    answer = client_of(who).get(f"/api/v1/projects/{project.pk}/members")
    return {row["user"]: row for row in answer.json()["results"]}


def test_the_list_of_projects_takes_the_same_queries_for_one_and_for_ten(
    client_of, django_assert_max_num_queries
):
    who = member(ProjectFactory(), Role.CURATOR)
    for _ in range(9):
        project = ProjectFactory()
        row = MembershipFactory(organisation=project.organisation, user=who.user)
        ProjectMember.objects.create(project=project, membership=row, role=Role.CURATOR)
    client = client_of(who)

    with django_assert_max_num_queries(6):
        answer = client.get("/api/v1/projects")

    assert len(answer.json()["results"]) == 10
    assert answer.json()["results"][0]["roles"] == ["curator"]
