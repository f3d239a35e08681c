"""What the city says of a plugin, and switching it in many communities: each shows first what would change."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.communities.models import Community
from portal.plugins.actions import set_policy
from portal.plugins.admin.city_views import OnePluginView
from portal.plugins.admin.forms import BulkForm, PolicyForm
from portal.plugins.bulk import carry_out, is_stalled, scope_of, start_bulk_switch
from portal.plugins.choices import Level
from portal.plugins.models import BulkSwitch
from portal.plugins.planning import plan_policy, plan_switch
from portal.plugins.rules import Refusal, name_of

#: Names in a list that says what would change.
SHOWN = 20


def asked(request: HttpRequest, name: str) -> dict[str, Any]:
    """Arguments of a form: bound to the address once that says what is wanted, else filled with what it has."""
    return {"data": request.GET} if name in request.GET else {"initial": request.GET.dict()}


class PolicyView(OnePluginView):
    """Asked by GET it says what would change, asked by POST it changes it."""

    template_name = "plugins/admin/policy.html"
    page_title = gettext_lazy("Change the policy")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.setdefault("form", PolicyForm(**asked(self.request, "policy"), plugin=self.plugin))
        plan = None
        if form.is_valid():
            plan = plan_policy(self.plugin.key, form.chosen, district=form.district, street=form.street)
        return super().get_context_data(**kwargs) | {
            "plan": plan,
            "lacks": [(name_of(it.plugin), name_of(it.needed), it.communities) for it in plan.lacks] if plan else [],
            "shown": SHOWN,
            "of_city": self.plugin.level == Level.CITY,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = PolicyForm(request.POST, plugin=self.plugin)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            set_policy(self.plugin.key, form.chosen, district=form.district, street=form.street, by=self.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Policy of “%(plugin)s” changed.") % {"plugin": self.plugin.name})
        return redirect(self.plugin_url)


class BulkView(OnePluginView):
    """Likewise for switching it in many communities, which is then done in the background."""

    template_name = "plugins/admin/bulk.html"
    page_title = gettext_lazy("Switch in many communities")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.plugin.level == Level.CITY:
            raise Http404
        form = kwargs.setdefault("form", BulkForm(**asked(self.request, "to")))
        plan = None
        if form.is_valid():
            plan = plan_switch(self.plugin.key, form.cleaned_data["where"].find(), on=form.on)
        return super().get_context_data(**kwargs) | {"plan": plan, "shown": SHOWN}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = BulkForm(request.POST)
        if self.plugin.level == Level.CITY or not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        bulk = start_bulk_switch(self.plugin.key, form.cleaned_data["where"], on=form.on, by=self.user)
        return redirect("bulk_switch", self.plugin.key, bulk.pk)


class BulkSwitchView(OnePluginView):
    """How far it got and what was refused; POST goes on with one that nobody works on any more."""

    template_name = "plugins/admin/bulk_switch.html"
    page_title = gettext_lazy("Switch in many communities")

    @cached_property
    def bulk(self) -> BulkSwitch:
        bulks = BulkSwitch.objects.filter(plugin=self.plugin.key).select_related("asked_by")
        return get_object_or_404(bulks, pk=self.kwargs["bulk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        refused: dict[Refusal, list[str]] = {}
        for code, value in self.bulk.refused.items():
            refused.setdefault(Refusal.from_json(value), []).append(code)
        shown = {code for codes in refused.values() for code in codes[:SHOWN]} | set(self.bulk.failed[:SHOWN])
        names = {community.code: community for community in Community.objects.filter(code__in=shown)}
        return super().get_context_data(**kwargs) | {
            "bulk": self.bulk,
            "where": scope_of(self.bulk),
            "is_stalled": is_stalled(self.bulk),
            "refused": [
                (why, len(codes), [names.get(code, code) for code in codes[:SHOWN]]) for why, codes in refused.items()
            ],
            "failed": [names.get(code, code) for code in self.bulk.failed[:SHOWN]],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_stalled(self.bulk):
            carry_out.enqueue(self.bulk.pk)
        return redirect(request.path)
