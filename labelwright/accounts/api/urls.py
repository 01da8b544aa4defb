from django.urls import path

from labelwright.accounts.api.views import audit, invitations, members, sessions, tokens

urlpatterns = [
    path("session", sessions.Session.as_view()),
    path("sessions", sessions.Sessions.as_view()),
    path("sessions/<uuid:sign_in>", sessions.OneSession.as_view()),
    path("password", sessions.Password.as_view()),
    path("me", sessions.Me.as_view()),
    path("unsubscribe", sessions.Unsubscribe.as_view()),
    path("organisations/<uuid:organisation>/vendors", members.Vendors.as_view()),
    path("vendors/<uuid:vendor>", members.OneVendor.as_view()),
    path("organisations/<uuid:organisation>/members", members.Members.as_view()),
    path("members/<uuid:member>", members.OneMember.as_view()),
    path("organisations/<uuid:organisation>/invitations", invitations.Invitations.as_view()),
    path("invitations/<uuid:invitation>", invitations.OneInvitation.as_view()),
    path("invitations/look", invitations.LookAtInvitation.as_view()),
    path("invitations/accept", invitations.AcceptInvitation.as_view()),
    path("tokens", tokens.Tokens.as_view()),
    path("tokens/<uuid:token>", tokens.OneToken.as_view()),
    path("organisations/<uuid:organisation>/audit", audit.Audit.as_view()),
]
