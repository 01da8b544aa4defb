"""How an installation gets its first people: from the command line of the machine, never over the network."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.text import slugify

from labelwright.accounts import audit
from labelwright.accounts.models import Membership, Organisation, OrganisationRole, User
from labelwright.accounts.principal import Principal
from labelwright.errors import Conflict, Fault, Invalid


class OrganisationExists(Conflict):
    """An organisation of that name is there; its owners invite others in the browser."""

    code = "organisation-exists"
    title = "There is an organisation of that name already"


def found_organisation(name: str, *, email: str, owner_name: str, password: str) -> Membership:
    """A new organisation and its owner; a person who is there already keeps their password and name.

    Raises `OrganisationExists`; `Invalid` names everything wrong with the input at once.
    """
    slug = slugify(name) or slugify(name, allow_unicode=True)
    email = email.strip().lower()
    with transaction.atomic():
        if Organisation.objects.filter(slug=slug).exists():
            raise OrganisationExists(f"{name} is there already; its owners can invite people in the browser.")
        owner = User.objects.filter(email=email).first()
        if owner is None:
            _refuse_faults(name, slug, email, owner_name, password)
            owner = User.objects.create_user(email, password, name=owner_name.strip())
        organisation = Organisation.objects.create(name=name.strip(), slug=slug)
        membership = Membership.objects.create(
            organisation=organisation, user=owner, role=OrganisationRole.OWNER
        )
        audit.record(Principal(owner), "organisation.founded", organisation, organisation=organisation)
    return membership


def _refuse_faults(name: str, slug: str, email: str, owner_name: str, password: str) -> None:
    faults = []
    if not slug or len(slug) > 60 or len(name) > 100:
        faults.append(Fault("#/organisation", "Give it a name of 1 to 60 letters and digits."))
    if not 0 < len(owner_name.strip()) <= 100:
        faults.append(Fault("#/name", "Give the owner's name, at most 100 characters."))
    try:
        validate_email(email)
    except ValidationError as error:
        faults.append(Fault("#/email", " ".join(error.messages)))
    try:
        validate_password(password, User(email=email, name=owner_name))
    except ValidationError as error:
        faults.append(Fault("#/password", " ".join(error.messages)))
    if faults:
        raise Invalid(errors=faults)
