from django import forms
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label=_("Your name"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = forms.RegexField(
        r"^1\d{10}$",
        label=_("Mobile number"),
        help_text=_("11 digits. We call only about this sign-up."),
        error_messages={"invalid": _("A mobile number has 11 digits and starts with 1.")},
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    place = forms.ChoiceField(
        label=_("Where"), choices=[("centre", _("Service centre")), ("home", _("At my home"))], required=False
    )
    when = forms.ChoiceField(
        label=_("When can we call?"),
        choices=[("morning", _("In the morning")), ("evening", _("In the evening"))],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label=_("What is it about?"),
        choices=[("water", _("Water")), ("power", _("Electricity")), ("noise", _("Noise"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    message = forms.CharField(label=_("Anything else?"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    agreed = forms.BooleanField(label=_("I agree that the community keeps these details for 30 days."))
