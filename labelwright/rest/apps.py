from django.apps import AppConfig


class RestConfig(AppConfig):
    name = "labelwright.rest"
    label = "rest"
