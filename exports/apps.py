from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "exports"
    label = "exports"

    def ready(self) -> None:
        from exports.services import import_job  # noqa: F401  its job kind becomes known
