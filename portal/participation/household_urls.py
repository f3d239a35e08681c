"""Where households type their code, below the language's prefix."""

from django.urls import re_path

from portal.participation.household_views import enter_code

urlpatterns = [re_path(r"^(?:(?P<community>[-\w]+)/)?code/$", enter_code, name="household_code")]
