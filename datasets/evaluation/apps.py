from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "datasets.evaluation"
    label = "evaluation"

    def ready(self) -> None:
        from datasets.evaluation.services import reading, scoring  # noqa: F401  their job kinds become known
