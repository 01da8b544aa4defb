from django.urls import path

from guidelines.api import audit, invitations, jobs, reading, views

urlpatterns = [
    path("projects", views.Projects.as_view()),
    path("organisations/<uuid:organisation>/projects", views.OrganisationProjects.as_view()),
    path("projects/<uuid:project>", views.OneProject.as_view()),
    path("projects/<uuid:project>/archive", views.ArchiveProject.as_view()),
    path("projects/<uuid:project>/members", views.ProjectMembers.as_view()),
    path("projects/<uuid:project>/audit", audit.ProjectAudit.as_view()),
    path("projects/<uuid:project>/candidates", views.ProjectCandidates.as_view()),
    path("project-members/<uuid:project_member>", views.OneProjectMember.as_view()),
    path("schema-templates", views.SchemaTemplates.as_view()),
    path("schema-checks", views.SchemaChecks.as_view()),
    path("projects/<uuid:project>/schema-versions", views.SchemaVersions.as_view()),
    path("schema-versions/<uuid:schema_version>", views.OneSchemaVersion.as_view()),
    path("projects/<uuid:project>/schema-draft", views.SchemaDraft.as_view()),
    path("projects/<uuid:project>/schema-draft/differences", views.SchemaDraftDifferences.as_view()),
    path("projects/<uuid:project>/schema-draft/operations", views.SchemaDraftOperations.as_view()),
    path("projects/<uuid:project>/schema-draft/publish", views.PublishSchemaDraft.as_view()),
    path("projects/<uuid:project>/guideline-versions", views.GuidelineVersions.as_view()),
    path("guideline-versions/<uuid:guideline_version>", views.OneGuidelineVersion.as_view()),
    path("projects/<uuid:project>/guideline-draft", views.GuidelineDraft.as_view()),
    path("projects/<uuid:project>/guideline-draft/publish", views.PublishGuidelineDraft.as_view()),
    path("projects/<uuid:project>/guideline-draft/touched", reading.DraftTouches.as_view()),
    path("projects/<uuid:project>/jobs", jobs.ProjectJobs.as_view()),
    path("projects/<uuid:project>/jobs/stream", jobs.stream),
    path("jobs/<uuid:job>", jobs.OneJob.as_view()),
    path("jobs/<uuid:job>/cancel", jobs.CancelJob.as_view()),
    path("jobs/<uuid:job>/retry", jobs.RetryJob.as_view()),
    path("invitations/<uuid:invitation>/project-roles", invitations.InvitedRoles.as_view()),
]
