from django.apps import AppConfig


class DatasetsConfig(AppConfig):
    name = "datasets"
    label = "datasets"

    def ready(self) -> None:
        from datasets.services import publish, verify  # noqa: F401  their job kinds become known
        from datasets.services.lens import job  # noqa: F401
