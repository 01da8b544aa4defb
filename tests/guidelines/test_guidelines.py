"""Drafting, publishing and rendering guidelines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.errors import MarkdownTooLong, NothingChanged
from guidelines.markdown.page import with_pictures_behind
from guidelines.markdown.pictures import in_words
from guidelines.markdown.render import LONGEST, pictures, render, sections, with_section_keys
from guidelines.services import guidelines
from labelwright.accounts.roles import Role
from labelwright.errors import Stale
from tests.factories.guidelines import ProjectFactory, SchemaVersionFactory, member
from tests.markdown import ATTACKS, HOSTILE

KEY = "abcdefgh234567ab"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_markdown_is_shown_as_text_or_not_at_all(text):
    html = render(text)

    lowered = html.lower().replace("&lt;", "").replace("&gt;", "")
    for danger in (
        "<script",
        "<img",
        "<svg",
        "<iframe",
        "<style",
        "<details",
        "<math",
        'href="javascript',
        'href="data',
    ):
        assert danger not in lowered
    assert ' id="' not in html
    assert "<a id" not in html


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack["markdown"][:40])
def test_what_is_left_of_an_attack_is_known_byte_for_byte(attack):
    assert render(attack["markdown"]) == attack["page"]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (f"![two cells](picture:{KEY})", f'<p><img data-picture="{KEY}" alt="two cells"></p>\n'),
        (f"![](picture:{KEY} 'title')", f'<p><img data-picture="{KEY}" alt=""></p>\n'),
        (f"![a *b* `c`][p]\n\n[p]: picture:{KEY}", f'<p><img data-picture="{KEY}" alt="a b c"></p>\n'),
        (
            f'![" onerror="x" <b>](picture:{KEY})',
            f'<p><img data-picture="{KEY}" alt="&quot; onerror=&quot;x&quot; &lt;b&gt;"></p>\n',
        ),
        (f"`![x](picture:{KEY})`", f"<p><code>![x](picture:{KEY})</code></p>\n"),
        ("![x](https://elsewhere.test/a.png)!", "<p>!</p>\n"),
    ],
)
def test_a_picture_is_named_by_its_key_and_has_no_address(text, html):
    assert render(text) == html


def test_where_a_line_cannot_hold_pictures_they_stand_behind_its_words():
    image = f"![x](picture:{KEY})"
    tag = f'<img data-picture="{KEY}" alt="x">'

    assert with_pictures_behind(render(f"One **{image}** two.\n\n{image}\n\nThree.")) == (
        f"<p>One <strong></strong> two.</p>{tag}\n{tag}\n<p>Three.</p>\n"
    )
    assert with_pictures_behind(render(f"- a {image}\n- b\n  - c {image}")) == (
        f"<ul>\n<li>a </li>{tag}\n<li>b\n<ul>\n<li>c </li>{tag}\n</ul>\n</li>\n</ul>\n"
    )


def test_the_pictures_of_a_text_are_those_that_a_reader_sees():
    other = KEY[::-1]
    text = f"![x](picture:{other}) ![y](picture:{KEY}) ![y](picture:{KEY})\n\n`![z](picture:{'a' * 16})`\n"

    assert pictures(text) == [other, KEY]


def test_where_no_picture_can_be_its_words_stand():
    text = f"See ![two \\[red\\] cells](picture:{KEY}), ![](picture:{KEY}) and ![x](https://a.test)."

    assert in_words(text) == "See two [red] cells,  and ![x](https://a.test)."
    assert in_words(text, mark="picture").startswith("See [picture: two [red] cells], [picture] and")
    assert in_words(text, except_of=[KEY]) == text


@given(st.text(max_size=300))
def test_any_text_renders_and_has_sections(text):
    assert isinstance(render(text), str)
    assert len({section.key for section in sections(text)}) == len(sections(text))


def test_sections_keep_their_identity_when_the_heading_is_reworded_and_moved():
    before = "# Cells\n\n## Red cell {#rbc}\n\ntext\n\n## White cell {#wbc}\n"
    after = "# Cells\n\n## Leucocyte {#wbc}\n\n## Erythrocyte {#rbc}\n\ntext\n"

    assert {s.key for s in sections(before)} == {s.key for s in sections(after)}
    assert [s.title for s in sections(after)] == ["Cells", "Leucocyte", "Erythrocyte"]


def test_headings_without_a_key_get_one_that_stays():
    text = with_section_keys("# 적혈구\n\n## Same\n\n## Same\n\n```\n# no heading\n```\n")

    assert "{#same}" in text
    assert "{#same-2}" in text
    assert "# no heading\n" in text
    assert with_section_keys(text) == text


def test_headings_carry_their_section_for_the_reader():
    assert '<h2 data-section="rbc">Red cell</h2>' in render("## Red cell {#rbc}")


@pytest.mark.django_db
class TestVersions:
    @pytest.fixture
    def project(self):
        return ProjectFactory()

    @pytest.fixture
    def curator(self, project):
        return member(project, Role.CURATOR)

    def test_the_first_draft_has_a_section_for_each_label(self, project, curator):
        SchemaVersionFactory(project=project)

        draft = guidelines.start_guideline_draft(project, by=curator)

        assert {"rbc", "wbc", "platelet", "good"} <= {s.key for s in sections(draft.markdown)}

    def test_a_published_version_has_all_its_section_keys(self, project, curator):
        draft = guidelines.start_guideline_draft(project, by=curator)
        draft = guidelines.save_guideline_draft(draft, by=curator, expected=1, markdown="# New\n\n## Part\n")

        version = guidelines.publish_guideline_version(
            draft, by=curator, expected=2, change_kind="rule_change", summary="all new"
        )

        assert (version.number, version.markdown) == (1, "# New {#new}\n\n## Part {#part}\n")

    def test_the_same_text_is_not_published_twice(self, project, curator):
        first = guidelines.start_guideline_draft(project, by=curator)
        guidelines.publish_guideline_version(
            first, by=curator, expected=1, change_kind="editorial", summary="a"
        )
        second = guidelines.start_guideline_draft(project, by=curator)

        with pytest.raises(NothingChanged):
            guidelines.publish_guideline_version(
                second, by=curator, expected=1, change_kind="editorial", summary="a"
            )

    def test_nobody_overwrites_what_they_have_not_seen(self, project, curator):
        draft = guidelines.start_guideline_draft(project, by=curator)
        guidelines.save_guideline_draft(draft, by=curator, expected=1, markdown="mine")

        with pytest.raises(Stale) as refusal:
            guidelines.save_guideline_draft(draft, by=curator, expected=1, markdown="yours")

        assert refusal.value.data["markdown"] == "mine"

    def test_a_guideline_has_a_bound(self, project, curator):
        draft = guidelines.start_guideline_draft(project, by=curator)

        with pytest.raises(MarkdownTooLong):
            guidelines.save_guideline_draft(draft, by=curator, expected=1, markdown="x" * (LONGEST + 1))

    def test_the_whole_way_through_the_api(self, project, curator, client_of):
        client = client_of(curator)
        base = f"/api/v1/projects/{project.pk}/guideline-draft"
        started = client.post(base, {}, format="json")
        saved = client.put(
            base, {"markdown": "## Red {#rbc}\n"}, format="json", headers={"If-Match": started["ETag"]}
        )
        published = client.post(
            f"{base}/publish",
            {"change_kind": "clarification", "summary": "first"},
            format="json",
            headers={"If-Match": saved["ETag"]},
        )

        read = client_of(member(project, Role.ANNOTATOR)).get(
            f"/api/v1/guideline-versions/{published.json()['id']}"
        )

        assert read.json()["sections"] == [
            {"key": "rbc", "title": "Red", "level": 2, "line": 1, "standing": "source"}
        ]
        assert read.json()["html"] == '<h2 data-section="rbc">Red</h2>\n'
