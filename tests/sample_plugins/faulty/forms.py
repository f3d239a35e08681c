from django import forms


class FaultySettingsForm(forms.Form):
    """Fails once it is told to, by what was set before."""

    note = forms.CharField(required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("form") == "refuses_to_be_made":
            raise ZeroDivisionError
