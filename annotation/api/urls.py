from django.urls import path

from annotation.api.views import annotations, batches, items, work

urlpatterns = [
    path("projects/<uuid:project>/items", items.Items.as_view()),
    path("items/<uuid:item>", items.OneItem.as_view()),
    path("items/<uuid:item>/media", items.Media.as_view()),
    path("items/<uuid:item>/thumbnail", items.Thumbnail.as_view()),
    path("projects/<uuid:project>/batches", batches.Batches.as_view()),
    path("batches/<uuid:batch>", batches.OneBatch.as_view()),
    path("batches/<uuid:batch>/items", batches.BatchItems.as_view()),
    path("batches/<uuid:batch>/open", batches.OpenBatch.as_view()),
    path("batches/<uuid:batch>/pause", batches.PauseBatch.as_view()),
    path("batches/<uuid:batch>/close", batches.CloseBatch.as_view()),
    path("batches/<uuid:batch>/shares", batches.BatchShares.as_view()),
    path("batches/<uuid:batch>/tasks", batches.Tasks.as_view()),
    path("projects/<uuid:project>/work", work.Work.as_view()),
    path("projects/<uuid:project>/assignments", work.NextTasks.as_view()),
    path("assignments/<uuid:assignment>/renew", work.Renew.as_view()),
    path("assignments/<uuid:assignment>/release", work.Release.as_view()),
    path("assignments/<uuid:assignment>/skip", work.Skip.as_view()),
    path("assignments/<uuid:assignment>/draft", work.Draft.as_view()),
    path("assignments/<uuid:assignment>/submit", work.Submit.as_view()),
    path("projects/<uuid:project>/annotations", annotations.Annotations.as_view()),
    path("annotations/<uuid:annotation>", annotations.OneAnnotation.as_view()),
    path("annotations/<uuid:annotation>/revisions", annotations.Revisions.as_view()),
    path("annotations/<uuid:annotation>/reviews", annotations.Reviews.as_view()),
    path("projects/<uuid:project>/reviews/next", annotations.NextReview.as_view()),
    path("projects/<uuid:project>/progress", annotations.ProjectProgress.as_view()),
]
