from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from portal.plugins.api import Crumb, Names, PageMeta, community_of, home_url, plugin_url

from .forms import SignUpForm
from .personal_data import SignUpData


@never_cache
def sign_up(request):
    """The form. What is sent is stored before anybody is thanked."""
    community = community_of(request)
    is_open = request.plugin.settings.get("is_open", True)
    form = SignUpForm(request.POST if request.method == "POST" and is_open else None)
    if form.is_valid():
        form.save_in(community)
        return redirect(plugin_url("new_plugin", "thanks", community=community, request=request))
    context = {"meta": meta_of(request, _("Sign up")), "form": form, "is_open": is_open}
    context["why"] = Names(SignUpData.description)
    status = 422 if form.errors else 200
    return render(request, "new_plugin/sign_up.html", context, status=status)


def thanks(request):
    context = {"meta": meta_of(request, _("Thank you")), "home_url": home_url(request, community_of(request))}
    return render(request, "new_plugin/thanks.html", context)


def meta_of(request, title):
    community = community_of(request)
    home = Crumb(str(community), home_url(request, community))
    return PageMeta(title=title, indexable=False, breadcrumbs=(home,))
