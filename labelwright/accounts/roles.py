"""What each role may do. One table; everything that asks "may this person …" reads it."""

from __future__ import annotations

from enum import StrEnum


class Can(StrEnum):
    """Something that a role allows in a project."""

    SEE_PROJECT = "see_project"
    MANAGE_MEMBERS = "manage_members"
    SEE_MEMBERS = "see_members"
    EDIT_PROJECT = "edit_project"
    EDIT_SCHEMA = "edit_schema"  # drafts, publishing, migrating; also guidelines
    SEE_DRAFTS = "see_drafts"
    IMPORT_ITEMS = "import_items"  # import, delete
    SEE_ITEMS = "see_items"
    RUN_BATCHES = "run_batches"
    SEE_BATCHES = "see_batches"
    ANNOTATE = "annotate"
    REVIEW = "review"
    SEE_ANNOTATIONS = "see_annotations"
    SEE_GOLD = "see_gold"
    PUBLISH_DATASETS = "publish_datasets"
    PULL_DATASETS = "pull_datasets"
    SEE_JOBS = "see_jobs"
    SEE_VENDOR_PROGRESS = "see_vendor_progress"
    SEE_AUDIT = "see_audit"


class Role(StrEnum):
    """What a person is in a project. `ADMINISTRATOR` is nobody's row: owners and admins of the organisation have it."""

    ADMINISTRATOR = "administrator"
    CURATOR = "curator"
    QUALITY_MANAGER = "quality_manager"
    REVIEWER = "reviewer"
    ANNOTATOR = "annotator"
    VENDOR_LEAD = "vendor_lead"
    MODELER = "modeler"


CURATING = frozenset(
    {
        Can.SEE_PROJECT,
        Can.SEE_MEMBERS,
        Can.EDIT_PROJECT,
        Can.EDIT_SCHEMA,
        Can.SEE_DRAFTS,
        Can.IMPORT_ITEMS,
        Can.SEE_ITEMS,
        Can.RUN_BATCHES,
        Can.SEE_BATCHES,
        Can.SEE_ANNOTATIONS,
        Can.SEE_GOLD,
        Can.PUBLISH_DATASETS,
        Can.PULL_DATASETS,
        Can.SEE_JOBS,
        Can.SEE_VENDOR_PROGRESS,
        Can.SEE_AUDIT,
    }
)
ALLOWED: dict[Role, frozenset[Can]] = {
    Role.ADMINISTRATOR: CURATING | {Can.MANAGE_MEMBERS},
    Role.CURATOR: CURATING,
    Role.QUALITY_MANAGER: frozenset(
        {
            Can.SEE_PROJECT,
            Can.SEE_MEMBERS,
            Can.SEE_DRAFTS,
            Can.SEE_ITEMS,
            Can.SEE_BATCHES,
            Can.SEE_ANNOTATIONS,
            Can.SEE_GOLD,
            Can.PULL_DATASETS,
            Can.SEE_JOBS,
            Can.SEE_VENDOR_PROGRESS,
            Can.SEE_AUDIT,
        }
    ),
    Role.REVIEWER: frozenset({Can.SEE_PROJECT, Can.REVIEW}),
    Role.ANNOTATOR: frozenset({Can.SEE_PROJECT, Can.ANNOTATE}),
    Role.VENDOR_LEAD: frozenset({Can.SEE_PROJECT, Can.SEE_VENDOR_PROGRESS}),
    Role.MODELER: frozenset({Can.SEE_PROJECT, Can.PULL_DATASETS}),
}
# A person who labels in a project stays blind in it, whatever else they are (RELIABILITY: blinding always wins).
BLINDED: frozenset[Can] = frozenset({Can.SEE_GOLD, Can.SEE_ANNOTATIONS, Can.SEE_ITEMS})
PULLING: frozenset[Can] = frozenset({Can.SEE_PROJECT, Can.PULL_DATASETS})
WRITING: frozenset[Can] = frozenset(
    {
        Can.MANAGE_MEMBERS,
        Can.EDIT_PROJECT,
        Can.EDIT_SCHEMA,
        Can.IMPORT_ITEMS,
        Can.RUN_BATCHES,
        Can.ANNOTATE,
        Can.REVIEW,
        Can.PUBLISH_DATASETS,
    }
)


def scope_of(can: Can) -> str:
    """The scope that a token needs for `can`: one that writes to project A and reads B must not write to B."""
    if can in PULLING:
        return "dataset:read"
    return "write" if can in WRITING else "read"


def allowed(roles: frozenset[Role]) -> frozenset[Can]:
    """All that `roles` allow together; permissions add up, except that annotators stay blind."""
    everything = frozenset[Can]().union(*(ALLOWED[role] for role in roles))
    return everything - BLINDED if Role.ANNOTATOR in roles else everything


def roles_that(can: Can) -> frozenset[Role]:
    """The roles that allow `can`."""
    return frozenset(role for role, cans in ALLOWED.items() if can in cans)
