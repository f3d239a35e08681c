"""A household that has typed its code says which sign-up it is about: the one with this reference."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from portal.plugins.api import (
    Crumb,
    Household,
    PageMeta,
    Throttle,
    community_of,
    home_url,
    household_code_url,
    plain_code,
    private_page,
)
from portal.plugins.bundled.class_signups.models import ClassSignUp
from portal.plugins.bundled.class_signups.residence import confirm_residence
from portal.plugins.bundled.class_signups.residence_matter import visiting_household
from portal.plugins.bundled.class_signups.wording import building_text

TRIES = Throttle("class-residence", 30)


class ReferenceForm(forms.Form):
    reference = forms.CharField(
        label=gettext_lazy("Reference of your sign-up"),
        max_length=40,
        help_text=gettext_lazy("It stands on your private page, in large letters."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Please fill this in.")},
    )


@sensitive_post_parameters("reference")
@private_page
def residence(request: HttpRequest) -> HttpResponse:
    community = community_of(request)
    if community is None:
        raise Http404
    household = visiting_household(request, community)
    if household is None:
        return redirect(household_code_url(community, request))
    form = ReferenceForm(request.POST or None)
    confirmed = form_confirms(request, form, household) if request.method == "POST" and form.is_valid() else None
    home = Crumb(str(community), home_url(request, community))
    meta = PageMeta(
        title=_("Confirm where you live"), language=get_language() or "", indexable=False, breadcrumbs=(home,)
    )
    context = {"meta": meta, "form": form, "building": building_text(household.stairwell.building)}
    context |= {"confirmed": confirmed, "classes_url": f"{home_url(request, community)}classes/"}
    return render(request, "class_signups/residence.html", context, status=422 if form.errors else 200)


def form_confirms(request: HttpRequest, form: ReferenceForm, household: Household) -> ClassSignUp | None:
    """The sign-up as it stands now; None where the form says why not."""
    if TRIES.is_too_many(request):
        form.add_error(None, _("Many references were tried from your network. Please try again in an hour."))
        return None
    typed = plain_code(form.cleaned_data["reference"])
    rows = ClassSignUp.objects.kept().filter(community=community_of(request), withdrawn_at=None)
    row = rows.filter(reference=typed).first() if typed else None
    if row is None:
        form.add_error("reference", _("There is no sign-up for a class with this reference here. Is it typed right?"))
        return None
    try:
        confirm_residence(row, household=household)
    except ValidationError as error:
        form.add_error("reference", error)
        return None
    return ClassSignUp.objects.select_related("course", "community", "building__compound").get(pk=row.pk)
