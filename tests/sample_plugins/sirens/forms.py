from django import forms
from django.utils.translation import gettext_lazy as _


class SirenSettingsForm(forms.Form):
    day = forms.DateField(label=_("Next test"))
