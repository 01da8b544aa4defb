"""The smallest valid people."""

from __future__ import annotations

from datetime import timedelta

import factory
from django.utils import timezone

from labelwright.accounts import models
from labelwright.accounts.principal import Principal
from labelwright.accounts.services.tokens import hash_secret

PASSWORD = "correct horse battery staple"


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Organisation

    name = factory.Sequence(lambda n: f"Organisation {n}")
    slug = factory.Sequence(lambda n: f"organisation-{n}")


class VendorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Vendor

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Vendor {n}")


class UserFactory(factory.django.DjangoModelFactory):
    """`password` only where a test logs in: hashing is slow by intention."""

    class Meta:
        model = models.User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.test")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = "!"

    @factory.post_generation
    def login(self, create: bool, extracted: str | None, **kwargs: object) -> None:
        if extracted:
            self.set_password(extracted)
            self.save()


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Membership

    organisation = factory.SubFactory(OrganisationFactory)
    user = factory.SubFactory(UserFactory)


def token_for(
    user: models.User, organisation: models.Organisation, *scopes: str, **fields: object
) -> tuple[models.ApiToken, str]:
    """A live token and its secret."""
    count = models.ApiToken.objects.count()
    secret = f"lw_{count:08d}_{'x' * 43}"
    token = models.ApiToken.objects.create(
        organisation=organisation,
        user=user,
        name="test",
        prefix=f"{count:08d}",
        secret_hash=hash_secret(secret),
        scopes=list(scopes) or ["read"],
        **{"expires_at": timezone.now() + timedelta(days=1), **fields},
    )
    return token, secret


def principal(user: models.User) -> Principal:
    return Principal(user)
