from django.apps import AppConfig


class AnnotationConfig(AppConfig):
    name = "annotation"
    label = "annotation"

    def ready(self) -> None:
        from annotation import receivers  # noqa: F401  they listen from here on
        from annotation.services import filling  # noqa: F401  its job kind becomes known
        from annotation.services.rechecks import draw  # noqa: F401  its as well
        from annotation.services.schema_migration import rehearse, run  # noqa: F401  theirs too
