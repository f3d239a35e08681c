"""What a community sets for its classes."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ClassSettingsForm(forms.Form):
    on_home = forms.IntegerField(
        label=_("Classes on the home page"), min_value=1, max_value=12, initial=4, help_text=_("The next ones.")
    )
