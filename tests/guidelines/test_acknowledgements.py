"""What a change of the guideline is about, who has to read it, and who has."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from guidelines.markdown.difference import changed_keys, labels_about, parts
from guidelines.models import Acknowledgement, GuidelineVersion, Project
from guidelines.queries.reading import readers_of, reading_of, with_reading, with_readings
from guidelines.services import guidelines
from guidelines.services.acknowledgements import acknowledge_guideline
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Role
from labelwright.errors import Forbidden, Invalid
from tests.factories.accounts import VendorFactory
from tests.factories.guidelines import (
    GuidelineVersionFactory,
    ProjectFactory,
    SchemaVersionFactory,
    member,
)

FIRST = """# Cells {#overview}

All of them.

## Red cell {#rbc}

Round.

### At the border {#border}

Count them.

## White cell {#wbc}

Large.
"""


def publish(project: Project, by: Principal, markdown: str, kind: str = "clarification", **touched: Any):
    """The next version with this text."""
    draft = guidelines.start_guideline_draft(project, by=by)
    saved = guidelines.save_guideline_draft(draft, by=by, expected=draft.version, markdown=markdown)
    return guidelines.publish_guideline_version(
        saved, by=by, expected=saved.version, change_kind=kind, summary=f"a {kind}", **touched
    )


def standing(project: Project, who: Principal) -> tuple[Any, bool]:
    row = with_reading(Project.objects.filter(pk=project.pk), who.user.pk).get()
    return row.read_id, row.is_behind


class TestDifference:
    def test_a_section_is_known_by_its_key_however_it_is_called_and_wherever_it_stands(self):
        moved = FIRST.replace("## White cell {#wbc}\n\nLarge.\n", "")
        moved = moved.replace("## Red cell", "## White cell {#wbc}\n\nLarge.\n\n## Red cell")

        assert changed_keys(parts(FIRST), parts(moved)) == []

    @pytest.mark.parametrize(
        ("before", "after", "keys"),
        [
            ("Round.", "Round, with its rim.", ["rbc"]),
            ("## Red cell {#rbc}", "## Erythrocyte {#rbc}", ["rbc"]),
            ("Count them.", "Leave them.", ["border"]),
            ("## White cell {#wbc}\n\nLarge.\n", "", ["wbc"]),
            ("Large.\n", "Large.\n\n## Platelet {#platelet}\n\nSmall.\n", ["platelet"]),
            ("# Cells {#overview}", "Read this.\n\n# Cells {#overview}", [""]),
            ("Round.", "Round.   \n", []),
        ],
    )
    def test_what_was_added_changed_renamed_or_removed_is_touched(self, before, after, keys):
        assert changed_keys(parts(FIRST), parts(FIRST.replace(before, after))) == keys

    @pytest.mark.parametrize(
        ("keys", "labels"),
        [(["wbc"], ["wbc"]), (["border"], ["rbc"]), (["overview"], []), (["wbc", "border"], ["rbc", "wbc"])],
    )
    def test_a_label_is_touched_with_its_section_and_all_that_stands_in_it(self, keys, labels):
        text = parts(FIRST)

        assert labels_about(keys, text, text, ["rbc", "wbc", "platelet"]) == labels


@pytest.mark.django_db
class TestPublishing:
    @pytest.fixture
    def project(self):
        project = ProjectFactory()
        SchemaVersionFactory(project=project)
        GuidelineVersionFactory(project=project, markdown=FIRST)
        return project

    @pytest.fixture
    def curator(self, project):
        return member(project, Role.CURATOR)

    def test_what_it_touches_is_proposed_from_the_difference(self, project, curator):
        draft = guidelines.start_guideline_draft(project, by=curator)
        text = FIRST.replace("Count them.", "Leave them.").replace("## White cell {#wbc}\n\nLarge.\n", "")
        draft = guidelines.save_guideline_draft(draft, by=curator, expected=1, markdown=text)

        proposed = guidelines.touched_by(draft)

        assert [(each.key, each.title, each.change) for each in proposed.sections] == [
            ("border", "At the border", "changed"),
            ("wbc", "White cell", "removed"),
        ]
        assert proposed.labels == ["rbc", "wbc"]

    def test_without_a_word_of_the_curator_the_proposal_stands(self, project, curator):
        version = publish(project, curator, FIRST.replace("Round.", "Round!"))

        assert (version.touched_sections, version.touched_labels) == (["rbc"], ["rbc"])

    def test_the_curator_has_the_last_word(self, project, curator):
        version = publish(
            project, curator, FIRST.replace("Round.", "Round!"), sections=["wbc", "rbc"], labels=["platelet"]
        )

        assert (version.touched_sections, version.touched_labels) == (["rbc", "wbc"], ["platelet"])

    def test_what_is_not_there_is_named(self, project, curator):
        with pytest.raises(Invalid) as refusal:
            publish(project, curator, FIRST + "\nmore", sections=["rbc", "nobody"])
        project.guideline_versions.filter(state="draft").delete()
        with pytest.raises(Invalid) as second:
            publish(project, curator, FIRST + "\nmore", labels=["nothing"])

        assert [fault.pointer for fault in refusal.value.errors] == ["/sections/1"]
        assert [fault.pointer for fault in second.value.errors] == ["/labels/0"]
        assert project.guideline_versions.filter(state="published").count() == 1

    def test_what_it_was_about_never_changes(self, project, curator):
        version = publish(project, curator, FIRST.replace("Round.", "Round!"))

        with pytest.raises(DatabaseError), transaction.atomic():
            GuidelineVersion.objects.filter(pk=version.pk).update(touched_sections=[])

        version.refresh_from_db()
        assert version.touched_sections == ["rbc"]


@pytest.mark.django_db
class TestReading:
    @pytest.fixture
    def project(self):
        project = ProjectFactory()
        SchemaVersionFactory(project=project)
        return project

    @pytest.fixture
    def curator(self, project):
        return member(project, Role.CURATOR)

    @pytest.fixture
    def first(self, project):
        return GuidelineVersionFactory(project=project, markdown=FIRST)

    @pytest.fixture
    def annotator(self, project, first):
        who = member(project, Role.ANNOTATOR)
        acknowledge_guideline(first, by=who)
        return who

    def test_who_is_new_reads_all_of_it(self, project, first):
        who = member(project, Role.ANNOTATOR)

        reading = reading_of(who, project)

        assert (reading.is_needed, reading.current, reading.since, reading.sections) == (
            True,
            first,
            None,
            [],
        )

    def test_before_the_first_version_there_is_nothing_to_read(self, project):
        reading = reading_of(member(project, Role.ANNOTATOR), project)

        assert (reading.is_needed, reading.current) == (False, None)

    @pytest.mark.parametrize("kind", ["clarification", "rule_change"])
    def test_a_change_is_shown_until_it_is_confirmed(self, project, curator, annotator, first, kind):
        second = publish(project, curator, FIRST.replace("Round.", "Round, rim included."), kind)

        reading = reading_of(annotator, project)
        assert standing(project, annotator) == (first.pk, True)
        acknowledge_guideline(second, by=annotator)

        assert (reading.is_needed, reading.since, [v.pk for v in reading.versions]) == (
            True,
            first,
            [second.pk],
        )
        (shown,) = reading.sections
        assert (shown.key, shown.change, shown.before, shown.after) == (
            "rbc",
            "changed",
            "## Red cell {#rbc}\n\nRound.",
            "## Red cell {#rbc}\n\nRound, rim included.",
        )
        assert standing(project, annotator) == (second.pk, False)
        assert not reading_of(annotator, project).is_needed

    def test_an_editorial_change_stops_nobody(self, project, curator, annotator, first):
        publish(project, curator, FIRST.replace("Round.", "Rund."), "editorial")

        assert standing(project, annotator) == (first.pk, False)
        assert not reading_of(annotator, project).is_needed

    def test_of_several_changes_the_sections_of_those_that_count_are_shown(self, project, curator, annotator):
        two = FIRST.replace("Round.", "Round!")
        publish(project, curator, two, "rule_change")
        three = two.replace("Large.", "Large!")
        publish(project, curator, three, "editorial")
        publish(project, curator, three.replace("### At the border {#border}\n\nCount them.\n\n", ""))

        reading = reading_of(annotator, project)

        assert [version.number for version in reading.versions] == [2, 4]
        assert [(s.key, s.change) for s in reading.sections] == [("rbc", "changed"), ("border", "removed")]

    def test_a_version_from_before_this_was_kept_shows_its_difference(self, project, annotator):
        GuidelineVersionFactory(
            project=project, number=2, markdown=FIRST.replace("Large.", "Huge."), change_kind="rule_change"
        )

        assert [section.key for section in reading_of(annotator, project).sections] == ["wbc"]

    def test_confirming_twice_is_one_row_that_never_changes(self, project, annotator, first):
        row = acknowledge_guideline(first, by=annotator)

        with pytest.raises(DatabaseError), transaction.atomic():
            Acknowledgement.objects.filter(pk=row.pk).update(number=9)

        assert Acknowledgement.objects.get(user=annotator.user).pk == row.pk

    @pytest.mark.parametrize("role", [Role.CURATOR, Role.REVIEWER, Role.VENDOR_LEAD])
    def test_only_who_labels_confirms(self, project, first, role):
        with pytest.raises(Forbidden):
            acknowledge_guideline(first, by=member(project, role))

    def test_who_labels_and_publishes_has_read_it(self, project, first):
        both = member(project, Role.CURATOR, Role.ANNOTATOR)

        second = publish(project, both, FIRST + "\nmore")

        assert standing(project, both) == (second.pk, False)

    def test_another_project_is_another_guideline(self, project, annotator):
        other = GuidelineVersionFactory()

        assert standing(other.project, annotator) == (None, True)


@pytest.mark.django_db
class TestReaders:
    @pytest.fixture
    def project(self):
        return ProjectFactory()

    @pytest.fixture
    def first(self, project):
        return GuidelineVersionFactory(project=project, change_kind="rule_change")

    def labelling(self, project: Project, **options: Any) -> tuple[Principal, Any]:
        vendor = VendorFactory(organisation=project.organisation)
        return member(project, Role.ANNOTATOR, vendor=vendor, **options), vendor

    def test_curators_see_who_has_read_what_and_who_has_not(self, project, first, django_assert_num_queries):
        curator = member(project, Role.CURATOR)
        (read, _), (new, _), (slow, _) = (self.labelling(project) for _ in range(3))
        acknowledge_guideline(first, by=read)
        acknowledge_guideline(first, by=slow)
        second = publish(project, curator, "# Now {#now}\n", "rule_change")
        acknowledge_guideline(second, by=read)

        rows = with_readings(readers_of(curator, project))

        found = {row.membership.user_id: (row.is_behind, [a.number for a in row.readings]) for row in rows}
        assert found == {
            read.user.pk: (False, [2, 1]),
            new.user.pk: (True, []),
            slow.user.pk: (True, [1]),
        }
        assert not any(row.is_identified for row in rows)
        assert {row.membership.user_id for row in readers_of(curator, project, is_behind=False)} == {
            read.user.pk
        }

    def test_a_lead_sees_their_own_people_only(self, project, first):
        (ours, vendor), (theirs, _) = self.labelling(project), self.labelling(project)
        lead = member(project, Role.VENDOR_LEAD, vendor=vendor)
        acknowledge_guideline(first, by=theirs)

        rows = with_readings(readers_of(lead, project))

        assert [(row.membership.user_id, row.is_identified) for row in rows] == [(ours.user.pk, True)]

    @pytest.mark.parametrize("role", [Role.ANNOTATOR, Role.REVIEWER])
    def test_who_labels_or_reviews_sees_nobody(self, project, first, role):
        with pytest.raises(Forbidden):
            readers_of(member(project, role), project)


@pytest.mark.django_db
class TestApi:
    def test_from_the_draft_to_the_table(self, client_of):
        project = ProjectFactory()
        SchemaVersionFactory(project=project)
        first = GuidelineVersionFactory(project=project, markdown=FIRST)
        curator = member(project, Role.CURATOR)
        vendor = VendorFactory(organisation=project.organisation)
        annotator = member(project, Role.ANNOTATOR, vendor=vendor)
        base = f"/api/v1/projects/{project.pk}"
        acknowledge_guideline(first, by=annotator)
        started = client_of(curator).post(f"{base}/guideline-draft", {}, format="json")
        saved = client_of(curator).put(
            f"{base}/guideline-draft",
            {"markdown": FIRST.replace("Round.", "Round!")},
            format="json",
            headers={"If-Match": started["ETag"]},
        )

        touched = client_of(curator).get(f"{base}/guideline-draft/touched").json()
        published = client_of(curator).post(
            f"{base}/guideline-draft/publish",
            {"change_kind": "clarification", "summary": "louder", "labels": ["rbc"]},
            format="json",
            headers={"If-Match": saved["ETag"]},
        )
        version = published.json()["id"]
        shown = client_of(annotator).get(f"{base}/guideline-reading").json()
        confirmed = client_of(annotator).post(
            f"{base}/guideline-reading", {"guideline_version": version}, format="json"
        )
        table = client_of(curator).get(f"{base}/guideline-readers", {"is_behind": "false"}).json()

        assert touched == {
            "sections": [{"key": "rbc", "title": "Red cell", "change": "changed"}],
            "labels": ["rbc"],
            "translations": False,
        }
        assert published.json()["touched_sections"] == ["rbc"]
        assert (shown["is_needed"], shown["current"]["number"], shown["since"]["number"]) == (True, 2, 1)
        assert shown["versions"][0]["summary"] == "louder"
        assert confirmed.json()["number"] == 2
        (row,) = table["results"]
        assert [each["number"] for each in row["acknowledgements"]] == [2, 1]
        assert (row["name"], row["pseudonym"], row["vendor"]) == (
            None,
            annotator.user.pseudonym,
            vendor.name,
        )

    def test_a_version_of_another_project_is_not_confirmed(self, client_of):
        project = GuidelineVersionFactory().project
        foreign = GuidelineVersionFactory()
        who = member(project, Role.ANNOTATOR)

        answer = client_of(who).post(
            f"/api/v1/projects/{project.pk}/guideline-reading",
            {"guideline_version": str(foreign.pk)},
            format="json",
        )

        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/guideline_version")
        assert not Acknowledgement.objects.exists()
