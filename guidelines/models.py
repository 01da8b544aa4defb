"""Projects, and what may be said in them: label schema versions and guideline versions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from labelwright.accounts.models import Invitation, Membership, Organisation
from labelwright.accounts.roles import Role
from labelwright.ids import new_id

PROJECT_ROLES = [(role.value, role.value) for role in Role if role is not Role.ADMINISTRATOR]


class Project(models.Model):
    """One output definition over time. Its label schema is the chain of its schema versions."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="projects")
    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=60)
    description = models.CharField(max_length=500, blank=True)
    input = models.CharField(max_length=20)  # what items are: image, text
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    # The newest published one. A column, so that one statement reads and locks it (see `share_current_schema`).
    current_schema_version = models.ForeignKey(
        "SchemaVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            # `labelwright pull cells@1` names a project by its slug
            models.UniqueConstraint(fields=["organisation", "slug"], name="one_project_per_slug"),
        ]

    def __str__(self) -> str:
        return self.name


class ProjectMember(models.Model):
    """One role of one person in one project."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="members")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="project_roles")
    role = models.CharField(max_length=20, choices=PROJECT_ROLES)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "membership", "role"], name="one_row_per_project_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership} as {self.role}"


class InvitedRole(models.Model):
    """A project role that an invitation brings with it."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="project_roles")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=PROJECT_ROLES)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "project", "role"], name="one_row_per_invited_role"
            ),
        ]


class VersionState(models.TextChoices):
    DRAFT = "draft"
    PUBLISHED = "published"


class SchemaVersion(models.Model):
    """One state of a project's label schema. Published, it never changes again: a trigger refuses it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="schema_versions")
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    number = models.PositiveIntegerField(null=True, blank=True)
    document = models.JSONField()
    # SHA-256 of the canonical document without cosmetic parts (guidelines/schema/identity.py)
    identity = models.CharField(max_length=64, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    operations = models.JSONField(default=list)  # how to get here from `parent`
    # The version that this one brings back: what was said under it reads the same under this one.
    restores = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    note = models.CharField(max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)  # of the draft, for If-Match

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="one_schema_version_per_number"),
            models.UniqueConstraint(
                fields=["project"], condition=Q(state="draft"), name="one_schema_draft_per_project"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", number__isnull=True)
                | Q(state="published", number__isnull=False, published_at__isnull=False),
                name="published_schemas_are_numbered",
            ),
        ]

    def __str__(self) -> str:
        return f"schema {self.number or 'draft'}"


class GuidelineVersion(models.Model):
    """One state of a project's guideline. Published, it never changes again."""

    class ChangeKind(models.TextChoices):
        EDITORIAL = "editorial"
        CLARIFICATION = "clarification"
        RULE_CHANGE = "rule_change"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="guideline_versions")
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    number = models.PositiveIntegerField(null=True, blank=True)
    markdown = models.TextField()
    change_kind = models.CharField(
        max_length=20, choices=ChangeKind.choices, default=ChangeKind.CLARIFICATION
    )
    summary = models.CharField(max_length=500, blank=True)
    # What it is written in; null: English, as all were before this was kept.
    language = models.CharField(max_length=5, null=True, blank=True)  # noqa: DJ001  added in place on SQLite
    # Keys of the sections and labels that the change is about, as its curator said on publishing; null for a draft, and
    # for what was published before these were kept: then the difference of the texts says it.
    touched_sections = models.JSONField(null=True, blank=True)
    touched_labels = models.JSONField(null=True, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="one_guideline_version_per_number"),
            models.UniqueConstraint(
                fields=["project"], condition=Q(state="draft"), name="one_guideline_draft_per_project"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", number__isnull=True)
                | Q(state="published", number__isnull=False, published_at__isnull=False),
                name="published_guidelines_are_numbered",
            ),
        ]

    def __str__(self) -> str:
        return f"guideline {self.number or 'draft'}"

    @property
    def source_language(self) -> str:
        """What it is written in."""
        return self.language or "en"


class GuidelineTranslation(models.Model):
    """One section of a guideline version in another language. Frozen with the version: a trigger refuses changes."""

    version = models.ForeignKey(
        GuidelineVersion, db_index=False, on_delete=models.CASCADE, related_name="translations"
    )
    language = models.CharField(max_length=5)
    section = models.CharField(max_length=63, blank=True)  # key; empty: before the first heading
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)  # Markdown without headings
    source_hash = models.CharField(max_length=64)  # of the text that it was made from
    revision = models.PositiveIntegerField(default=1)  # for If-Match
    translated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    translated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language", "section"], name="a_section_is_translated_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section} in {self.language}"


class Picture(models.Model):
    """What somebody put into a text: pixels that were decoded and written anew. The text names it by its key.

    Each person has a row of their own for the same content, so that nobody learns from theirs what others have; the bytes
    are kept once in a project.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=16, unique=True)  # random, and the same wherever the text goes
    project = models.ForeignKey(Project, db_index=False, on_delete=models.PROTECT, related_name="pictures")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()  # bytes
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            # Whether the bytes are still somebody's is found by it, too.
            models.UniqueConstraint(
                fields=["project", "sha256", "uploaded_by"], name="one_picture_per_content_and_person"
            ),
        ]
        indexes = [models.Index(fields=["created_at"], name="pictures_by_age")]  # the clean-up

    def __str__(self) -> str:
        return self.key

    @property
    def storage_name(self) -> str:
        """Where the bytes are in the storage; made from the hash, never from what a user sent."""
        return f"pictures/{self.project_id.hex}/{self.sha256[:2]}/{self.sha256}.webp"


class PictureUse(models.Model):
    """That a guideline version or draft, in whatever language, shows a picture: who may read it may see that.

    Written in saving by somebody who may see it; frozen with the version. The draft keeps what was taken out of it until
    it is published, so that this can be undone.
    """

    version = models.ForeignKey(
        GuidelineVersion, db_index=False, on_delete=models.CASCADE, related_name="picture_uses"
    )
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="uses")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "picture"], name="one_row_per_picture_of_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.picture} in {self.version}"


class Acknowledgement(models.Model):
    """Somebody who labels in the project has read this version and confirmed it. Written once, never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, db_index=False, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(GuidelineVersion, on_delete=models.PROTECT, related_name="acknowledgements")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, db_index=False, on_delete=models.PROTECT, related_name="+"
    )
    number = models.PositiveIntegerField()  # of the version, so that the newest is found without it
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            # Also what every task begins with: the newest that a person has read in a project.
            models.UniqueConstraint(fields=["project", "user", "number"], name="a_version_is_read_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} has read guideline {self.number}"


class DraftVisit(models.Model):
    """Somebody has the draft open in their editor, as long as the row is renewed; see `guidelines.services.draft_visits`."""

    draft = models.ForeignKey(
        GuidelineVersion, db_index=False, on_delete=models.CASCADE, related_name="visits"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "user"], name="one_visit_per_person")]

    def __str__(self) -> str:
        return f"{self.user} at {self.draft}"


class DraftReview(models.Model):
    """That somebody was asked to look at a guideline draft before it is published, and what they decided."""

    class Decision(models.TextChoices):
        APPROVED = "approved"
        CHANGES = "changes"  # asks for changes

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(
        GuidelineVersion, db_index=False, on_delete=models.CASCADE, related_name="reviews"
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    # None: whoever may, except who asked
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(max_length=500, blank=True)
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_on = models.PositiveIntegerField(
        null=True, blank=True
    )  # the draft's `version` that was looked at
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=Q(decision=""), name="one_open_review_per_draft"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_by=None, decided_at=None, decided_on=None)
                | ~Q(decision="")
                & Q(decided_by__isnull=False, decided_at__isnull=False, decided_on__isnull=False),
                name="decided_reviews_are_whole",
            ),
            # Four eyes: who asked does not decide.
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("asked_by")),
                name="reviews_are_decided_by_another",
            ),
        ]
        # the newest of a draft
        indexes = [models.Index(fields=["version", "-id"], name="reviews_of_a_draft")]

    def __str__(self) -> str:
        return self.decision or "asked"


class DraftComment(models.Model):
    """What somebody says about a section of a guideline draft. It stays at the section's key, whatever becomes of the text.

    What is open when the draft is published is still open for the next one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(
        GuidelineVersion, db_index=False, on_delete=models.CASCADE, related_name="comments"
    )
    section = models.CharField(max_length=63, blank=True)  # empty: what stands before the first heading
    title = models.CharField(max_length=200, blank=True)  # of the section then: it may be gone later
    body = models.CharField(max_length=2000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_by=None, resolved_at=None)
                | Q(resolved_by__isnull=False, resolved_at__isnull=False),
                name="resolved_comments_say_by_whom",
            ),
            models.CheckConstraint(condition=~Q(body=""), name="comments_say_something"),
        ]
        # those of a draft, in the order in which they were made
        indexes = [models.Index(fields=["version", "id"], name="comments_of_a_draft")]

    def __str__(self) -> str:
        return self.body[:60]
