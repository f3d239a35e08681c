"""Staff's forms about answers: what came on paper, beginning and deciding a round of acceptance."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.communities.models import Household
from portal.names import NamesFormField
from portal.participation.letters import door_of
from portal.participation.models import HouseholdMatter
from portal.plain_text import without_personal
from portal.renovation.admin_forms import DAY, MOMENT
from portal.renovation.forms import RATING_LABELS, NeedsForm
from portal.renovation.models import NeedsSurvey, Wish


class HouseholdChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Household) -> str:
        return door_of(obj.stairwell, obj.room)


class PaperMixin(forms.Form):
    """Whose paper it is, and why staff enter it."""

    def add_paper_fields(self, matter: HouseholdMatter) -> None:
        households = matter.households().select_related("stairwell__building__compound")
        order = ("stairwell__building__compound__code", "stairwell__building__number", "stairwell__number", "room")
        self.fields["household"] = HouseholdChoice(households.order_by(*order), label=_("Household"))
        self.fields["why"] = forms.CharField(
            label=_("Why do you enter it?"),
            max_length=200,
            help_text=_("Such as: paper handed in at the counter. An earlier answer of this household is replaced."),
        )


class NeedsPaperForm(PaperMixin, NeedsForm):
    def __init__(self, *args: Any, survey: NeedsSurvey, **kwargs: Any) -> None:
        super().__init__(*args, survey=survey, wishes=list(Wish.objects.filter(survey=survey)), **kwargs)
        self.add_paper_fields(survey.matter)  # type: ignore[arg-type]  # the view asks for one
        self.order_fields(["household", *self.fields])


class SatisfactionPaperForm(PaperMixin):
    rating = forms.TypedChoiceField(
        label=gettext_lazy("How satisfied"), choices=RATING_LABELS, coerce=int, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"), required=False, max_length=500, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, matter: HouseholdMatter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_paper_fields(matter)
        self.order_fields(["household", *self.fields])

    def clean_reason(self) -> str:
        return without_personal(self.cleaned_data["reason"].strip())


class RoundForm(forms.Form):
    """`mended` is asked for after a refusal."""

    closes_at = forms.DateTimeField(label=gettext_lazy("Households may answer until"), widget=MOMENT)
    takes_open = forms.BooleanField(
        label=gettext_lazy("Also without a code"),
        required=False,
        help_text=gettext_lazy("Open answers are advice: they are shown as such and never counted."),
    )
    mended = NamesFormField(label=gettext_lazy("What was mended"), multiline=True, max_length=1000)

    def __init__(self, *args: Any, after_refusal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not after_refusal:
            del self.fields["mended"]


class DecideForm(forms.Form):
    to_mend = NamesFormField(
        label=gettext_lazy("What will be mended"),
        multiline=True,
        required=False,
        max_length=1000,
        help_text=gettext_lazy("Needed where the line was not reached. Residents read it."),
    )
    mend_until = forms.DateField(label=gettext_lazy("Mended until"), required=False, widget=DAY)
