from django.apps import AppConfig


class GardensConfig(AppConfig):
    name = "tests.gardens"
    label = "gardens"
    default_auto_field = "django.db.models.BigAutoField"
