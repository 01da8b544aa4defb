from django.urls import path

from guidelines.api import invitations

urlpatterns = [
    path("invitations/<uuid:invitation>/project-roles", invitations.InvitedRoles.as_view()),
]
