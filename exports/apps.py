from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "exports"
    label = "exports"

    def ready(self) -> None:
        from exports.services import export_job, import_job  # noqa: F401  their job kinds become known
        from exports.services.prediction_formats import register

        register()
