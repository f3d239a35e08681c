from django import forms
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.plugins.api import Recipient, tell
from tool_library.models import Loan, Tool


class ToolSettingsForm(forms.Form):
    on_home = forms.IntegerField(label=_("Tools shown on the home page"), min_value=1, max_value=20, initial=3)


class LoanForm(forms.ModelForm):
    class Meta:
        model = Loan
        fields = ["tool", "name", "phone"]

    def __init__(self, *args, community, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tool"].queryset = Tool.objects.filter(community=community)

    @transaction.atomic
    def save_and_tell(self) -> None:
        loan = self.save()
        tell(
            "tools.asked",
            to=Recipient(loan.name, phone=loan.phone, language=get_language()),
            community=loan.tool.community,
            about=loan.about,
            key=loan.about,
            variables={"tool": loan.tool},
        )
