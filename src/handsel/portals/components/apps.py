from django.apps import AppConfig


class ComponentsConfig(AppConfig):
    name = "handsel.portals.components"
    label = "components"
