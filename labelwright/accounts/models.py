"""Who there is: organisations, vendors, people, their tokens, and the record of what they did."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from labelwright.database.compiled import compiled
from labelwright.ids import new_id


def new_pseudonym() -> str:
    """How a person is called where their name must not be seen: `ann-7f3c91d2`."""
    return f"ann-{secrets.token_hex(4)}"


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get(self, *args: Any, **wanted: Any) -> User:
        """As everywhere; the person by id, with which every request begins, by a query that is built once."""
        if args or wanted.keys() != {"pk"}:
            return super().get(*args, **wanted)
        found = _people(wanted["pk"] if isinstance(wanted["pk"], UUID) else UUID(str(wanted["pk"])))
        if not found:
            raise self.model.DoesNotExist("User matching query does not exist.")
        return found[0]

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().lower())


class DigestEvery(models.TextChoices):
    """How often a person is written to about what is new to them."""

    OFF = "off"
    DAY = "daily"
    HOUR = "hourly"


class User(AbstractBaseUser, PermissionsMixin):
    """The identity of a person. Work refers to the row; what leaves the installation carries the pseudonym."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(max_length=254, unique=True)  # kept in lower case
    name = models.CharField(max_length=100)
    pseudonym = models.CharField(max_length=20, unique=True, default=new_pseudonym, editable=False)
    locale = models.CharField(max_length=5, default="en")
    theme = models.CharField(
        max_length=5, default="auto", choices=[("auto", "auto"), ("light", "light"), ("dark", "dark")]
    )
    digest = models.CharField(max_length=6, choices=DigestEvery.choices, default=DigestEvery.DAY)
    shortcuts = models.JSONField(
        default=dict
    )  # the keys that they chose themselves: a command's name → its keys
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)
    # Part of what a session is checked against: adding one ends every session of the person at once.
    session_epoch = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        constraints = [
            # Two spellings of one address are one person.
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="emails_are_lower_case"),
        ]

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        return f"{super()._get_session_auth_hash(secret=secret)}{self.session_epoch}"  # type: ignore[misc]


@compiled
def _people(user: UUID) -> QuerySet[User]:
    return User._default_manager.filter(pk=user)


class Organisation(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=60, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Vendor(models.Model):
    """A company that labels for the organisation. Vendors know nothing of each other."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="vendors")
    name = models.CharField(max_length=100)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("organisation", Lower("name"), name="one_vendor_per_name"),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationRole(models.TextChoices):
    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"


class Membership(models.Model):
    """A person in an organisation, in house or through a vendor. What they do in a project is on the floor above."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    vendor = models.ForeignKey(
        Vendor, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=10, choices=OrganisationRole.choices, default=OrganisationRole.MEMBER)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="one_membership_per_organisation"),
            # A vendor's person can never run the client's organisation.
            models.CheckConstraint(
                condition=models.Q(vendor__isnull=True) | models.Q(role="member"),
                name="vendors_people_are_members",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.organisation}"


class Invitation(models.Model):
    """A link that makes one person a member. Only the hash of its token is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    vendor = models.ForeignKey(Vendor, null=True, blank=True, on_delete=models.CASCADE)
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=10, choices=OrganisationRole.choices, default=OrganisationRole.MEMBER)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"invitation of {self.email}"

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.expires_at > timezone.now()


class ApiToken(models.Model):
    """A key for programs: `lw_<prefix>_<secret>`. The secret has 256 random bits, so that a plain hash suffices."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="tokens")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=8, unique=True)
    secret_hash = models.CharField(max_length=64)
    # `read`, `write`, `dataset:read`, `predictions:write`; with `:<project id>` behind it, for that project only.
    scopes = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} (lw_{self.prefix}_…)"

    def grants(self, scope: str) -> bool:
        """Whether any of the token's scopes allows `scope` somewhere (`write` implies `read`, and that a pull)."""
        return any(covers(held.partition_scope()[0], scope) for held in self.held)

    def projects(self, scope: str) -> frozenset[str] | None:
        """The ids of the projects in which `scope` is granted; None for every project that its user may see."""
        limits = [
            project for name, project in (h.partition_scope() for h in self.held) if covers(name, scope)
        ]
        return None if "" in limits else frozenset(limits)

    @property
    def held(self) -> list[Scope]:
        return [Scope(text) for text in self.scopes]


class Scope(str):
    """One scope of a token as it is stored, such as `dataset:read:<project id>`."""

    __slots__ = ()
    NAMES = ("read", "write", "dataset:read", "predictions:write")

    def partition_scope(self) -> tuple[str, str]:
        """(name, project id or '')"""
        name = next(
            (n for n in sorted(self.NAMES, key=len, reverse=True) if self == n or self.startswith(f"{n}:")),
            "",
        )
        return name, self[len(name) + 1 :]


IMPLIED = {
    "write": {"write", "read", "dataset:read", "predictions:write"},
    "read": {"read", "dataset:read"},
    "dataset:read": {"dataset:read"},
    # who sends predictions needs the items that they are about
    "predictions:write": {"predictions:write", "dataset:read"},
}


def covers(held: str, wanted: str) -> bool:
    return wanted in IMPLIED.get(held, set())


class SignIn(models.Model):
    """One log-in of a person, for them to see and to end. Gone with its session."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    agent = models.CharField(max_length=200, blank=True)  # what the browser calls itself
    network = models.CharField(max_length=45)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user} since {self.started_at}"


class Attempts(models.Model):
    """How often a password was tried lately, for an account from a network; the key is a hash of both."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)


class AuditEvent(models.Model):
    """What somebody did, chained by hashes within an organisation, so that one changed byte shows."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="audit_events")
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(
        max_length=20, blank=True
    )  # a pseudonym, so that erasing a person keeps the chain
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    project_id = models.UUIDField(null=True, blank=True)
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "sequence"], name="audit_has_no_gap_twins"),
        ]
        indexes = [models.Index(fields=["project_id", "id"], name="audit_of_a_project")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"
