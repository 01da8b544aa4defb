"""Vendors and members of an organisation."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from labelwright.accounts import queries
from labelwright.accounts.api.serializers import MemberIn, OrganisationMemberOut, VendorIn, VendorOut
from labelwright.accounts.services import members
from labelwright.rest.pagination import PageIn, paged
from labelwright.rest.permissions import ChangesInBrowser, SignedIn
from labelwright.rest.preconditions import if_match, versioned
from labelwright.rest.serializers import parse, parse_query
from labelwright.rest.views import View


class Vendors(View):
    permission = SignedIn

    @extend_schema(summary="Vendors of an organisation", parameters=[PageIn], responses=VendorOut(many=True))
    def get(self, request: Request, organisation: UUID) -> Response:
        rows = queries.vendors_of(queries.organisation_run_by(self.who, organisation))
        return Response(paged(request, rows, parse_query(PageIn, request), VendorOut, by=("name", "id")))

    @extend_schema(summary="Enter a vendor", request=VendorIn, responses={201: VendorOut})
    def post(self, request: Request, organisation: UUID) -> Response:
        place = queries.organisation_run_by(self.who, organisation)
        data = parse(VendorIn, request)
        vendor = members.create_vendor(place, by=self.who, name=data.name)
        return versioned(VendorOut(vendor).data, vendor.version, 201)


class OneVendor(View):
    permission = SignedIn
    needs_if_match = ("PATCH",)

    @extend_schema(summary="Rename a vendor", request=VendorIn, responses=VendorOut)
    def patch(self, request: Request, vendor: UUID) -> Response:
        row = queries.vendor_for(self.who, vendor)
        data = parse(VendorIn, request)
        row = members.rename_vendor(row, by=self.who, started_from=if_match(request), name=data.name)
        return versioned(VendorOut(row).data, row.version)


class Members(View):
    permission = SignedIn

    @extend_schema(
        summary="Members of an organisation", parameters=[PageIn], responses=OrganisationMemberOut(many=True)
    )
    def get(self, request: Request, organisation: UUID) -> Response:
        rows = queries.members_of(queries.organisation_run_by(self.who, organisation))
        return Response(
            paged(request, rows, parse_query(PageIn, request), OrganisationMemberOut, by=("user__name", "id"))
        )


class OneMember(View):
    permission = ChangesInBrowser
    needs_if_match = ("PATCH", "DELETE")

    @extend_schema(
        summary="Change a member's role or vendor, or shut them out",
        description="Nobody gives a role above their own, and the last owner stays.",
        request=MemberIn,
        responses=OrganisationMemberOut,
    )
    def patch(self, request: Request, member: UUID) -> Response:
        row = queries.member_for(self.who, member)
        changes = vars(parse(MemberIn, request))
        if "vendor" in changes:
            changes["vendor"] = queries.vendor_in(row.organisation_id, changes["vendor"])
        row = members.change_member(row, by=self.who, started_from=if_match(request), **changes)
        return versioned(OrganisationMemberOut(row).data, row.version)

    @extend_schema(
        summary="Shut a member out",
        description="Their work stays, under their pseudonym; their sessions and tokens end at once.",
        responses={204: None},
    )
    def delete(self, request: Request, member: UUID) -> Response:
        row = queries.member_for(self.who, member)
        members.change_member(row, by=self.who, started_from=if_match(request), is_active=False)
        return Response(status=204)
