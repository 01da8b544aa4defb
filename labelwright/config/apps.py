from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "labelwright.config"
    label = "config"
