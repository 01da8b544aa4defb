"""What goes in and out about people and organisations."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from rest_framework import serializers

from labelwright.accounts.api.shortcuts import SHORTCUTS_HELP, ShortcutsField
from labelwright.accounts.models import DigestEvery, OrganisationRole
from labelwright.rest.pagination import PageIn
from labelwright.rest.serializers import In, Out

ROLES = OrganisationRole.choices
LOCALES = settings.LANGUAGES
THEMES = ("auto", "light", "dark")
DIGEST_HELP = "How often an e-mail says what is new to the person; none where nothing is."
ROLE_HELP = "What the person is in the organisation; what they do in projects is said there."


class VendorRefOut(Out):
    id = serializers.UUIDField(help_text="The vendor.")
    name = serializers.CharField(help_text="How the vendor is called.")


class OrganisationRefOut(Out):
    id = serializers.UUIDField(help_text="The organisation.")
    name = serializers.CharField(help_text="How the organisation is called.")
    slug = serializers.CharField(help_text="Its name in addresses.")


# ---- session ---------------------------------------------------------------------------------------------
class LogInIn(In):
    email = serializers.CharField(max_length=254, help_text="The person's e-mail address.")
    password = serializers.CharField(
        max_length=1000, trim_whitespace=False, help_text="Their password.", style={"input_type": "password"}
    )


class UserOut(Out):
    id = serializers.UUIDField(help_text="The person.")
    email = serializers.EmailField(help_text="Their e-mail address, with which they log in.")
    name = serializers.CharField(help_text="How they are called.")
    pseudonym = serializers.CharField(help_text="How they are called where their name must not be seen.")
    locale = serializers.ChoiceField(LOCALES, help_text="The language of their screens.")
    theme = serializers.ChoiceField(THEMES, help_text="Light, dark, or as the system says.")
    digest = serializers.ChoiceField(DigestEvery.choices, help_text=DIGEST_HELP)
    shortcuts = ShortcutsField(help_text=SHORTCUTS_HELP)
    version = serializers.IntegerField(help_text="Goes up with each change; send it back in If-Match.")


class BelongingOut(Out):
    """An organisation, and what the person is in it."""

    id = serializers.UUIDField(source="organisation.id", help_text="The organisation.")
    name = serializers.CharField(source="organisation.name", help_text="How the organisation is called.")
    slug = serializers.CharField(source="organisation.slug", help_text="Its name in addresses.")
    membership = serializers.UUIDField(source="pk", help_text="The person's membership of it.")
    role = serializers.ChoiceField(ROLES, help_text=ROLE_HELP)
    vendor = VendorRefOut(allow_null=True, help_text="The vendor that they work for; null in house.")


class SessionOut(Out):
    user = UserOut(allow_null=True, help_text="Who is signed in; null for nobody.")
    organisations = BelongingOut(many=True, help_text="Where they belong, by name.")


class SignInOut(Out):
    """One browser in which the person is logged in."""

    id = serializers.UUIDField(help_text="The log-in.")
    agent = serializers.CharField(help_text="What the browser calls itself.")
    network = serializers.CharField(help_text="The address or network it was started from.")
    started_at = serializers.DateTimeField(help_text="When it was started.")
    seen_at = serializers.DateTimeField(help_text="When it was last used, to the minute.")
    expires_at = serializers.DateTimeField(help_text="When it ends if it is not used any more.")
    is_current = serializers.SerializerMethodField(help_text="Whether it is the one that asks.")

    def get_is_current(self, sign_in: Any) -> bool:
        return bool(sign_in.session_key == self.context["request"].session.session_key)


class PasswordIn(In):
    current = serializers.CharField(max_length=1000, trim_whitespace=False, help_text="The present password.")
    new = serializers.CharField(
        max_length=1000,
        trim_whitespace=False,
        help_text="The new one: at least 12 characters, not a common one, not the person's name.",
    )


class MeIn(In):
    name = serializers.CharField(max_length=100, required=False, help_text="How the person is called.")
    locale = serializers.ChoiceField(LOCALES, required=False, help_text="The language of their screens.")
    theme = serializers.ChoiceField(THEMES, required=False, help_text="Light, dark, or as the system says.")
    digest = serializers.ChoiceField(DigestEvery.choices, required=False, help_text=DIGEST_HELP)
    shortcuts = ShortcutsField(required=False, help_text=SHORTCUTS_HELP)


class UnsubscribeIn(In):
    token = serializers.CharField(max_length=200, help_text="From the link in the e-mail.")


# ---- vendors and members ---------------------------------------------------------------------------------
class VendorIn(In):
    name = serializers.CharField(
        max_length=100, help_text="How the vendor is called; unique in the organisation."
    )


class VendorOut(Out):
    id = serializers.UUIDField(help_text="The vendor.")
    name = serializers.CharField(help_text="How the vendor is called.")
    version = serializers.IntegerField(help_text="Goes up with each change; send it back in If-Match.")
    created_at = serializers.DateTimeField(help_text="When it was entered.")


class MemberPersonOut(Out):
    id = serializers.UUIDField(help_text="The person.")
    name = serializers.CharField(help_text="How they are called.")
    email = serializers.EmailField(help_text="Their e-mail address.")
    pseudonym = serializers.CharField(help_text="How they are called where their name must not be seen.")


class MemberIn(In):
    role = serializers.ChoiceField(ROLES, required=False, help_text=ROLE_HELP)
    vendor = serializers.UUIDField(
        required=False, allow_null=True, help_text="The vendor that they work for; null in house."
    )
    is_active = serializers.BooleanField(
        required=False, help_text="Whether they may come in. False ends their sessions and tokens at once."
    )


class OrganisationMemberOut(Out):
    id = serializers.UUIDField(help_text="The membership.")
    user = MemberPersonOut(help_text="The person.")
    role = serializers.ChoiceField(ROLES, help_text=ROLE_HELP)
    vendor = VendorRefOut(allow_null=True, help_text="The vendor that they work for; null in house.")
    is_active = serializers.BooleanField(help_text="Whether they may come in.")
    version = serializers.IntegerField(help_text="Goes up with each change; send it back in If-Match.")
    created_at = serializers.DateTimeField(help_text="When they joined.")


# ---- invitations -----------------------------------------------------------------------------------------
class InvitationIn(In):
    email = serializers.EmailField(
        max_length=254, help_text="Whom to invite. No mail is sent: pass the link on."
    )
    role = serializers.ChoiceField(ROLES, default="member", help_text=ROLE_HELP)
    vendor = serializers.UUIDField(
        allow_null=True, default=None, help_text="The vendor that they work for; null in house."
    )


class InvitationOut(Out):
    id = serializers.UUIDField(help_text="The invitation.")
    email = serializers.EmailField(help_text="Whom it is for.")
    role = serializers.ChoiceField(ROLES, help_text=ROLE_HELP)
    vendor = VendorRefOut(allow_null=True, help_text="The vendor that they will work for; null in house.")
    invited_by = serializers.CharField(source="invited_by.name", help_text="Who invited them.")
    created_at = serializers.DateTimeField(help_text="When.")
    expires_at = serializers.DateTimeField(help_text="Until when the link is good.")
    is_open = serializers.BooleanField(help_text="Whether the link is still good.")


class NewInvitationOut(InvitationOut):
    link = serializers.SerializerMethodField(help_text="The link to pass on. It is shown this once.")

    def get_link(self, invitation: Any) -> str:
        return f"/invite#{self.context['token']}"


class LookIn(In):
    token = serializers.CharField(max_length=100, help_text="What stands behind the # of the link.")


class LookOut(Out):
    """What the link is for, told to who has it."""

    email = serializers.EmailField(help_text="Whom it is for.")
    organisation = serializers.CharField(source="organisation.name", help_text="What they are invited to.")
    vendor = serializers.CharField(
        source="vendor.name", allow_null=True, default=None, help_text="The vendor that they will work for."
    )
    role = serializers.ChoiceField(ROLES, help_text=ROLE_HELP)
    expires_at = serializers.DateTimeField(help_text="Until when the link is good.")
    has_account = serializers.SerializerMethodField(
        help_text="Whether this address has an account: its password is asked for then, and no name."
    )

    def get_has_account(self, invitation: Any) -> bool:
        return bool(self.context["has_account"])


class AcceptIn(In):
    token = serializers.CharField(max_length=100, help_text="What stands behind the # of the link.")
    name = serializers.CharField(
        max_length=100, default="", allow_blank=True, help_text="How the new person is called."
    )
    password = serializers.CharField(
        max_length=1000,
        default="",
        allow_blank=True,
        trim_whitespace=False,
        help_text="A new person's new password, or the present one of who has an account and is not signed in.",
    )


# ---- tokens ----------------------------------------------------------------------------------------------
class TokensIn(PageIn):
    organisation = serializers.UUIDField(
        default=None, help_text="All tokens of this organisation, for who runs it; without it, one's own."
    )


class TokenIn(In):
    name = serializers.CharField(max_length=100, help_text="What the token is for.")
    organisation = serializers.UUIDField(help_text="The organisation that it works in.")
    scopes = serializers.ListField(
        child=serializers.CharField(max_length=100),
        min_length=1,
        max_length=50,
        help_text="`read`, `write`, `dataset:read` or `predictions:write`; with `:<project id>` behind it, for that project only.",
    )
    expires_at = serializers.DateTimeField(help_text="When it stops working; in a year at the latest.")


class TokenOut(Out):
    id = serializers.UUIDField(help_text="The token.")
    name = serializers.CharField(help_text="What it is for.")
    prefix = serializers.CharField(help_text="The part of its text that may be seen: `lw_<prefix>_…`.")
    organisation = OrganisationRefOut(help_text="The organisation that it works in.")
    made_by = serializers.CharField(
        source="user.name", help_text="Whose it is; it may never do more than they may."
    )
    scopes = serializers.ListField(child=serializers.CharField(), help_text="What it allows.")
    created_at = serializers.DateTimeField(help_text="When it was made.")
    expires_at = serializers.DateTimeField(help_text="When it stops working.")
    expired = serializers.SerializerMethodField(help_text="Whether it has stopped working.")
    last_used_at = serializers.DateTimeField(
        allow_null=True, help_text="When it was last used, to the minute."
    )

    def get_expired(self, token: Any) -> bool:
        return bool(token.expires_at <= timezone.now())


class NewTokenOut(TokenOut):
    secret = serializers.SerializerMethodField(help_text="The token itself. It is shown this once.")

    def get_secret(self, token: Any) -> str:
        return str(self.context["secret"])


# ---- audit -----------------------------------------------------------------------------------------------
class ProjectAuditIn(PageIn):
    action = serializers.CharField(
        default="", max_length=100, help_text="How the action begins: `member.` or `token.made`."
    )
    q = serializers.CharField(
        default="",
        max_length=100,
        help_text="A part of the name, where names are shown, or the pseudonym of who did it.",
    )


class AuditIn(ProjectAuditIn):
    project = serializers.UUIDField(default=None, help_text="Only what happened in this project.")


class AuditEventOut(Out):
    sequence = serializers.IntegerField(help_text="Its number in the organisation; none is missing.")
    at = serializers.DateTimeField(help_text="When.")
    actor = serializers.CharField(help_text="Who, by pseudonym; empty when the system itself acted.")
    actor_name = serializers.CharField(
        allow_null=True,
        help_text="Their name; null if they were erased, or if the person asking does not see names.",
    )
    action = serializers.CharField(help_text="What was done, such as `member.changed`.")
    subject_type = serializers.CharField(help_text="What kind of thing it was done to.")
    subject_id = serializers.CharField(help_text="The thing.")
    project = serializers.UUIDField(
        source="project_id", allow_null=True, help_text="The project, if it was in one."
    )
    data = serializers.DictField(help_text="More about it, as it was written down then.")  # type: ignore[assignment]
    hash = serializers.CharField(help_text="SHA-256 over this event and the hash of the one before.")
