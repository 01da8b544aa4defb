"""The world in which the permission matrix asks: two organisations, three projects, one person of every role.

* home: the organisation and the project in which every principal has their place; vendors A and B work for it.
* other: a second project of the home organisation. Of the principals only `admin` may know of it.
* foreign: another organisation with its own project. Of the principals only `outsider`, its admin, may know of it.

Each app adds its objects in `tests/api/worlds/<app>.py`: `build(world)` sets for each name of a URL parameter an
id at each site (`site["batch"] = batch.pk`). Texts at a site carry `site.marker`: no answer to somebody who may
not know of the site may contain it.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from guidelines.models import Project, ProjectMember
from labelwright.accounts.models import Membership, Organisation, User, Vendor
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Role
from tests.factories.accounts import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
    VendorFactory,
    token_for,
)
from tests.factories.guidelines import ProjectFactory

PRINCIPALS = (
    "anon",
    "deactivated",
    "expired",
    "outsider",
    "admin",
    "curator",
    "quality_manager",
    "reviewer",
    "annotator",
    "annotator_b",
    "vendor_lead",
    "modeler",
)
APPS = ("accounts", "guidelines", "annotation", "datasets", "evaluation", "exports")
CSRF = "c" * 32

MARKERS = {"home": "Home", "other": "canary-other-5e21", "foreign": "canary-foreign-7d1f"}
MARKER_A, MARKER_B = "canary-vendor-a-9b3c", "canary-vendor-b-2f84"
# In the names and addresses of the vendors' people, beside the marker of their vendor, which more may see.
IDENTITY_A, IDENTITY_B = "canary-person-a-61e7", "canary-person-b-c03d"
# People and vendors of the other project: who gives roles at home may choose them, a vendor's person by pseudonym.
COLLEAGUE, IDENTITY_OTHER = "canary-colleague-2d95", "canary-person-other-8aa1"
KNOW_A, KNOW_B = ("admin", "annotator", "vendor_lead"), ("admin", "annotator_b")


@dataclass
class Site:
    """One project with its surroundings. `site["batch"]` is the id that stands for `{batch}` in addresses there."""

    name: str
    organisation: Organisation
    vendor: Vendor
    project: Project
    admin: User
    curator: User
    reviewer: User
    annotator: User
    ids: dict[str, Any] = field(default_factory=dict)

    @property
    def marker(self) -> str:
        return MARKERS[self.name]

    def __setitem__(self, parameter: str, value: Any) -> None:
        self.ids[parameter] = value

    def __getitem__(self, parameter: str) -> Any:
        return self.ids[parameter]

    def __contains__(self, parameter: str) -> bool:
        return parameter in self.ids


@dataclass
class World:
    home: Site
    other: Site
    foreign: Site
    vendor_b: Vendor
    users: dict[str, User]  # by principal
    headers: dict[str, dict[str, str]]  # how each principal shows who they are

    @property
    def sites(self) -> Iterator[Site]:
        return iter((self.home, self.other, self.foreign))

    def principal(self, name: str) -> Principal:
        return Principal(self.users[name])

    def unseen_by(self, principal: str) -> list[str]:
        """The markers that no answer to `principal` may contain."""
        if principal == "outsider":
            home = [MARKER_A, MARKER_B, IDENTITY_A, IDENTITY_B]
            return [*home, MARKERS["other"], COLLEAGUE, IDENTITY_OTHER]
        unseen = [MARKERS["foreign"]]
        if principal != "admin":
            unseen += [MARKERS["other"], IDENTITY_OTHER]
        if principal not in ("admin", "curator"):
            unseen.append(COLLEAGUE)
        if principal in ("anon", "deactivated", "expired", "reviewer", "modeler", "annotator_b"):
            unseen.append(MARKER_A)
        if principal in ("anon", "deactivated", "expired", "reviewer", "modeler", "annotator", "vendor_lead"):
            unseen.append(MARKER_B)
        if principal not in KNOW_A:
            unseen.append(IDENTITY_A)
        if principal not in KNOW_B:
            unseen.append(IDENTITY_B)
        return unseen


def build_world() -> World:
    """The whole world, in the caller's transaction."""
    organisation = OrganisationFactory(name="Home organisation", slug="home")
    vendor_a = VendorFactory(organisation=organisation, name=f"A {MARKER_A}")
    vendor_b = VendorFactory(organisation=organisation, name=f"B {MARKER_B}")
    _person(organisation, "owner", role="owner")
    users = {
        "admin": _person(organisation, "admin", role="admin"),
        "deactivated": _person(organisation, "deactivated", role="admin"),
        "expired": _person(organisation, "expired", role="admin"),
        "curator": _person(organisation, "curator"),
        "quality_manager": _person(organisation, "quality manager"),
        "reviewer": _person(organisation, "reviewer"),
        "annotator": _person(organisation, f"annotator {MARKER_A} {IDENTITY_A}", vendor=vendor_a),
        "annotator_b": _person(organisation, f"annotator {MARKER_B} {IDENTITY_B}", vendor=vendor_b),
        "vendor_lead": _person(organisation, f"lead {MARKER_A} {IDENTITY_A}", vendor=vendor_a),
        "modeler": _person(organisation, "modeler"),
    }
    home = _site(
        "home",
        organisation,
        vendor_a,
        users["admin"],
        users["curator"],
        users["reviewer"],
        users["annotator"],
    )
    for name, role in (
        ("quality_manager", Role.QUALITY_MANAGER),
        ("annotator_b", Role.ANNOTATOR),
        ("vendor_lead", Role.VENDOR_LEAD),
        ("modeler", Role.MODELER),
    ):
        _join(home.project, users[name], role)

    other = _strangers("other", organisation, admin=users["admin"])
    elsewhere = OrganisationFactory(name=f"Organisation {MARKERS['foreign']}", slug=MARKERS["foreign"])
    users["outsider"] = _person(elsewhere, f"outsider {MARKERS['foreign']}", role="admin")
    foreign = _strangers("foreign", elsewhere, admin=users["outsider"])

    world = World(home, other, foreign, vendor_b, users, {})
    for app in APPS:
        name = f"tests.api.worlds.{app}"
        if importlib.util.find_spec(name):
            importlib.import_module(name).build(world)
    world.headers = _headers(world)
    # Deactivated after they signed in: the cookie is still there.
    User.objects.filter(pk=users["deactivated"].pk).update(is_active=False)
    Membership.objects.filter(user=users["deactivated"]).update(is_active=False)
    return world


def _strangers(name: str, organisation: Organisation, *, admin: User) -> Site:
    """A site whose people are no principals of the matrix, except for its admin."""
    mark, identity = (COLLEAGUE, IDENTITY_OTHER) if name == "other" else (MARKERS[name], "")
    vendor = VendorFactory(organisation=organisation, name=f"Vendor {mark}")
    return _site(
        name,
        organisation,
        vendor,
        admin,
        _person(organisation, f"curator {mark}"),
        _person(organisation, f"reviewer {mark}"),
        _person(organisation, f"annotator {mark} {identity}".strip(), vendor=vendor),
    )


def _person(
    organisation: Organisation, name: str, *, role: str = "member", vendor: Vendor | None = None
) -> User:
    email = f"{name.replace(' ', '-')}@{organisation.slug}.test"
    membership = MembershipFactory(
        organisation=organisation, user=UserFactory(name=name, email=email), role=role, vendor=vendor
    )
    return membership.user


def _site(
    name: str,
    organisation: Organisation,
    vendor: Vendor,
    admin: User,
    curator: User,
    reviewer: User,
    annotator: User,
) -> Site:
    project = ProjectFactory(
        organisation=organisation,
        created_by=admin,
        name=f"Project {MARKERS[name]}",
        slug=f"{name}-{MARKERS[name].lower()}",
        description=MARKERS[name],
    )
    _join(project, curator, Role.CURATOR)
    _join(project, reviewer, Role.REVIEWER)
    _join(project, annotator, Role.ANNOTATOR)
    ids = {"organisation": organisation.pk, "project": project.pk}
    return Site(name, organisation, vendor, project, admin, curator, reviewer, annotator, ids)


def _join(project: Project, user: User, role: Role) -> None:
    membership = Membership.objects.get(organisation=project.organisation, user=user)
    ProjectMember.objects.create(project=project, membership=membership, role=role)


def _headers(world: World) -> dict[str, dict[str, str]]:
    headers = {name: session_headers(world.users.get(name)) for name in PRINCIPALS}
    # Long-lived in the world, so that "last used" is not written while the matrix counts writes.
    used = timezone.now() + timedelta(days=1)
    _, expired = token_for(
        world.users["expired"],
        world.home.organisation,
        "write",
        expires_at=timezone.now() - timedelta(seconds=1),
    )
    _, pulling = token_for(
        world.users["modeler"],
        world.home.organisation,
        f"predictions:write:{world.home.project.pk}",
        last_used_at=used,
    )
    headers["expired"] = {"Authorization": f"Bearer {expired}"}
    headers["modeler"] = {"Authorization": f"Bearer {pulling}"}
    return headers


def session_headers(user: User | None, *, csrf: str = CSRF) -> dict[str, str]:
    """The headers of a browser: a session (nobody's without `user`), the CSRF cookie and the header that proves it."""
    cookies = {settings.CSRF_COOKIE_NAME: CSRF}
    if user is not None:
        store = import_module(settings.SESSION_ENGINE).SessionStore()
        store[SESSION_KEY] = str(user.pk)
        store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        store[HASH_SESSION_KEY] = user.get_session_auth_hash()
        store.save()
        cookies[settings.SESSION_COOKIE_NAME] = store.session_key or ""
    return {"Cookie": "; ".join(f"{key}={value}" for key, value in cookies.items()), "X-CSRFToken": csrf}
