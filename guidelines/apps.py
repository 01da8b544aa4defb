from django.apps import AppConfig


class GuidelinesConfig(AppConfig):
    name = "guidelines"
    label = "guidelines"

    def ready(self) -> None:
        from guidelines import receivers  # noqa: F401  importing it is what connects them
