from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "labelwright.jobs"
    label = "jobs"
