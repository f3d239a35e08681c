from django.apps import AppConfig


class StyleguideConfig(AppConfig):
    """The living page of all components; installed in demo and test settings only."""

    name = "portal.styleguide"
    label = "styleguide"
