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
    SET_GOLD = "set_gold"  # make, retire
    PUBLISH_DATASETS = "publish_datasets"
    PULL_DATASETS = "pull_datasets"
    WRITE_PREDICTIONS = "write_predictions"
    SEE_JOBS = "see_jobs"
    SEE_VENDOR_PROGRESS = "see_vendor_progress"
    SEE_AUDIT = "see_audit"
    SEE_THREADS = "see_threads"  # all of them; those who work see their own vendor's
    ANSWER_THREADS = "answer_threads"


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
        Can.SET_GOLD,
        Can.PUBLISH_DATASETS,
        Can.PULL_DATASETS,
        Can.SEE_JOBS,
        Can.SEE_VENDOR_PROGRESS,
        Can.SEE_AUDIT,
        Can.SEE_THREADS,
        Can.ANSWER_THREADS,
    }
)
ALLOWED: dict[Role, frozenset[Can]] = {
    Role.ADMINISTRATOR: CURATING | {Can.MANAGE_MEMBERS, Can.WRITE_PREDICTIONS},
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
            Can.SET_GOLD,
            Can.PULL_DATASETS,
            Can.SEE_JOBS,
            Can.SEE_VENDOR_PROGRESS,
            Can.SEE_AUDIT,
            Can.SEE_THREADS,
        }
    ),
    Role.REVIEWER: frozenset({Can.SEE_PROJECT, Can.REVIEW}),
    Role.ANNOTATOR: frozenset({Can.SEE_PROJECT, Can.ANNOTATE}),
    Role.VENDOR_LEAD: frozenset({Can.SEE_PROJECT, Can.SEE_VENDOR_PROGRESS}),
    Role.MODELER: frozenset({Can.SEE_PROJECT, Can.PULL_DATASETS, Can.WRITE_PREDICTIONS}),
}
# A person who labels in a project stays blind in it, whatever else they are (RELIABILITY: blinding always wins).
# A question holds the work that it was asked about, so those of other vendors are other vendors' work.
BLINDED: frozenset[Can] = frozenset(
    {Can.SEE_GOLD, Can.SET_GOLD, Can.SEE_ANNOTATIONS, Can.SEE_ITEMS, Can.SEE_THREADS}
)
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
        Can.SET_GOLD,
        Can.PUBLISH_DATASETS,
        Can.ANSWER_THREADS,
    }
)


def scope_of(can: Can) -> str:
    """The scope that a token needs for `can`: one that writes to project A and reads B must not write to B."""
    if can in PULLING:
        return "dataset:read"
    if can is Can.WRITE_PREDICTIONS:
        return "predictions:write"
    return "write" if can in WRITING else "read"


def allowed(roles: frozenset[Role]) -> frozenset[Can]:
    """All that `roles` allow together; permissions add up, except that annotators stay blind."""
    everything = frozenset[Can]().union(*(ALLOWED[role] for role in roles))
    return everything - BLINDED if Role.ANNOTATOR in roles else everything


def roles_that(can: Can) -> frozenset[Role]:
    """The roles that allow `can`."""
    return frozenset(role for role, cans in ALLOWED.items() if can in cans)
