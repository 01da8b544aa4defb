"""Which projects an invitation opens. Inviting is on the floor below, which knows no projects."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from guidelines.models import PROJECT_ROLES
from guidelines.services.invited_roles import RoleInProject, set_invited_roles
from labelwright.accounts.queries import invitation_for
from labelwright.accounts.roles import Role
from labelwright.rest.permissions import ChangesInBrowser
from labelwright.rest.serializers import In, Out, parse
from labelwright.rest.views import View


class InvitedRoleIn(In):
    project = serializers.UUIDField(help_text="A project of the organisation.")
    role = serializers.ChoiceField(PROJECT_ROLES, help_text="What the person will be in it.")


class InvitedRolesIn(In):
    roles = InvitedRoleIn(  # type: ignore[call-arg]
        many=True, max_length=200, help_text="All of them; what is not in it is taken away."
    )


class InvitedRoleOut(Out):
    project = serializers.UUIDField(source="project_id", help_text="The project.")
    role = serializers.ChoiceField(PROJECT_ROLES, help_text="What the person will be in it.")


class InvitedRolesOut(Out):
    roles = InvitedRoleOut(many=True, help_text="What the person will be in projects, once they accept.")


class InvitedRoles(View):
    permission = ChangesInBrowser

    @extend_schema(
        summary="Say which project roles an invitation brings",
        description="Replaces those that were said before. The whole list is sent, so nothing can be overwritten unseen.",
        request=InvitedRolesIn,
        responses=InvitedRolesOut,
    )
    def put(self, request: Request, invitation: UUID) -> Response:
        row = invitation_for(self.who, invitation)
        data = parse(InvitedRolesIn, request)
        roles = [RoleInProject(entry["project"], Role(entry["role"])) for entry in data.roles]
        return Response(InvitedRolesOut({"roles": set_invited_roles(row, by=self.who, roles=roles)}).data)
