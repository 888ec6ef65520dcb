from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "handsel.jobs"
    label = "jobs"
