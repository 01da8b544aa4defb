"""Projects' schemas, guidelines, members and jobs at each site."""

from __future__ import annotations

from typing import Any

from guidelines.models import DraftComment, GuidelineVersion, ProjectMember, SchemaVersion
from guidelines.services.acknowledgements import acknowledge_guideline
from labelwright.accounts.principal import Principal
from labelwright.database.clock import now
from labelwright.jobs.handlers import Handler, Step, register
from labelwright.jobs.models import Job
from tests.factories.guidelines import CELLS, GuidelineVersionFactory, SchemaVersionFactory


@register
class Nothing(Handler):
    """A kind of job that the world's job can be of."""

    kind = "test.none"

    def step(self, job: Job, cursor: Any) -> Step:
        return Step(cursor, done=0, finished=True)


def build(world: Any) -> None:
    for site in world.sites:
        project = site.project
        site["schema_version"] = SchemaVersionFactory(project=project, note=site.marker).pk
        text = f"# {site.marker}\n\n## Red {{#rbc}}\n"
        version = GuidelineVersionFactory(project=project, markdown=text)
        site["guideline_version"] = version.pk
        acknowledge_guideline(version, by=Principal(site.annotator))
        SchemaVersion.objects.create(project=project, document=CELLS, created_by=site.admin)
        draft = GuidelineVersion.objects.create(
            project=project, markdown=f"{text}\nmore", created_by=site.admin
        )
        site["guideline_comment"] = DraftComment.objects.create(
            version=draft, section="rbc", body=site.marker, author=site.admin, created_at=now()
        ).pk
        site["project_member"] = ProjectMember.objects.get(
            project=project, membership__user=site.annotator, role="annotator"
        ).pk
        site["job"] = Job.objects.create(
            kind="test.none",
            organisation=site.organisation,
            project_id=project.pk,
            report={"marker": site.marker},
            created_by=site.admin,
        ).pk
