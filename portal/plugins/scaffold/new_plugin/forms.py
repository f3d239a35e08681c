from django import forms
from django.utils.translation import gettext_lazy as _

from .models import SignUp


class SettingsForm(forms.Form):
    """What a community sets when it switches the plugin on; hooks and views get it as `settings`."""

    is_open = forms.BooleanField(label=_("Neighbours can sign up now"), required=False, initial=True)


class SignUpForm(forms.ModelForm):
    class Meta:
        model = SignUp
        fields = ["name", "phone", "note"]
        labels = {"name": _("Your name"), "phone": _("Your phone"), "note": _("Anything we should know")}
        widgets = {"name": forms.TextInput({"autocomplete": "name"}), "note": forms.Textarea({"rows": 4})}

    def save_in(self, community):
        """Signing up twice with one phone number changes nothing, and does not say who has signed up before."""
        values = dict(self.cleaned_data)
        phone = values.pop("phone")
        return SignUp.objects.get_or_create(community=community, phone=phone, defaults=values)[0]
