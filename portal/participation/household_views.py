"""A resident types the letter's code, or scans it, and is led to what it is for."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.communities.home_urls import home_url
from portal.meta import PageMeta
from portal.participation.household_address import community_of_address
from portal.participation.household_choices import CodeProblem
from portal.participation.household_visits import CodeRefused, begin_visit, find_code

STATUS = {CodeProblem.TOO_MANY: 429}


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code from the letter"),
        help_text=gettext_lazy("12 letters and digits, as printed: ABCD-EFGH-JKMN. Small letters will do."),
        max_length=40,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "data-from-fragment": ""}
        ),
    )


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: HttpRequest, community: str = "") -> HttpResponse:
    """The code comes typed, or in the fragment of the address that a letter's picture holds: fragments reach no server
    and no log, a script puts it into the field."""
    place = community_of_address(request, community)
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                code = find_code(request, place, form.cleaned_data["code"])
            except CodeRefused as refused:
                form.add_error("code", refused.problem.label)
                status = STATUS.get(refused.problem, 422)
            else:
                answer = HttpResponseRedirect(f"{home_url(request, place)}{code.matter.path}")
                begin_visit(answer, code)
                return answer
    meta = PageMeta(title=_("Your household’s code"), language=get_language() or "", indexable=False)
    context = {"form": form, "meta": meta, "community": place}
    return render(request, "participation/enter_code.html", context, status=status)
