from django.urls import path

from datasets.api import views

urlpatterns = [
    path("projects/<uuid:project>/dataset-versions", views.DatasetVersions.as_view()),
    path("projects/<uuid:project>/dataset-preview", views.DatasetPreview.as_view()),
    path("dataset-versions/<uuid:dataset_version>", views.OneDatasetVersion.as_view()),
    path("dataset-versions/<uuid:dataset_version>/manifest", views.Manifest.as_view()),
    path("dataset-versions/<uuid:dataset_version>/lenses", views.DatasetLenses.as_view()),
    path("dataset-versions/<uuid:dataset_version>/files/<str:sha256>", views.DatasetFiles.as_view()),
    path("dataset-versions/<uuid:dataset_version>/verify", views.VerifyDatasetVersion.as_view()),
    path("datasets/<slug:slug>/versions/<str:number>", views.DatasetVersionByNumber.as_view()),
]
