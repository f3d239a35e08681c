from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from portal.plugins.api import Crumb, PageMeta, community_of, home_url, plugin_url
from tool_library.forms import LoanForm
from tool_library.models import Loan, Tool


def tool(request: HttpRequest, pk: int) -> HttpResponse:
    community = community_of(request)
    found = get_object_or_404(Tool, pk=pk, community=community)
    ask_url = plugin_url("tools", "ask", community=community, request=request)
    context = {"tool": found, "ask_url": ask_url, "meta": meta_of(request, str(found), indexable=True)}
    return render(request, "tool_library/tool.html", context)


@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    community = community_of(request)
    form = LoanForm(request.POST or None, community=community)
    if form.is_valid():
        form.save_and_tell()
        return redirect(plugin_url("tools", "thanks", community=community, request=request))
    context = {"form": form, "meta": meta_of(request, _("Borrow a tool"))}
    return render(request, "tool_library/ask.html", context, status=422 if form.errors else 200)


def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "tool_library/thanks.html", {"meta": meta_of(request, _("Thank you"))})


def loans(request: HttpRequest) -> HttpResponse:
    asked = Loan.objects.filter(tool__community=community_of(request)).select_related("tool")
    return render(request, "tool_library/loans.html", {"loans": asked, "meta": meta_of(request, _("Loans"))})


def meta_of(request: HttpRequest, title: str, *, indexable: bool = False) -> PageMeta:
    community = community_of(request)
    home = Crumb(str(community), home_url(request, community))
    return PageMeta(title=title, indexable=indexable, breadcrumbs=(home,))
