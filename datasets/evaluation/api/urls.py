from django.urls import path

from datasets.evaluation.api import views

urlpatterns = [
    path("projects/<uuid:project>/model-runs", views.ProjectModelRuns.as_view()),
    path("model-runs/<uuid:model_run>", views.OneModelRun.as_view()),
    path("model-runs/<uuid:model_run>/files", views.PredictionFiles.as_view()),
    path("model-runs/<uuid:model_run>/complete", views.CompleteModelRun.as_view()),
    path("model-runs/<uuid:model_run>/scores", views.ModelRunScores.as_view()),
    path("run-scores/<uuid:run_score>", views.OneRunScore.as_view()),
    path("run-scores/<uuid:run_score>/items", views.WorstItems.as_view()),
    path("run-scores/<uuid:run_score>/items/<uuid:item>", views.OneScoredItem.as_view()),
]
