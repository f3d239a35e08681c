"""What is held of one person: shown, given out, erased. The phone number comes and goes in forms only, so that it
is in no address, no history and no log."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from portal.communities.choices import Role
from portal.communities.querysets import CommunityQuerySet
from portal.communities.rules import communities_for, is_city_administrator
from portal.communities.staff_views import StaffView
from portal.participation.codes import is_reference, plain_code
from portal.participation.models import Entry
from portal.phones import VALIDATOR, plain_phone
from portal.plugins.privacy import Held, NotErased, erase_person, export_person, holdings

NAMED = 5
#: What makes a spreadsheet take a text for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class PersonForm(forms.Form):
    phone = forms.CharField(
        label=gettext_lazy("Phone number"),
        max_length=40,
        help_text=gettext_lazy(
            "As the person gave it; blanks, hyphens and +86 make no difference. "
            "Or the reference of something they handed in."
        ),
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, communities: CommunityQuerySet | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.communities = communities

    def clean_phone(self) -> str:
        """A number; of a reference, the number it was handed in with."""
        typed = self.cleaned_data["phone"]
        if self.communities is not None and is_reference(typed):
            rows = Entry.objects.kept().filter(reference=plain_code(typed))
            entry = rows.filter(community__in=self.communities.order_by().values("pk")).exclude(phone="").first()
            if entry is None:
                raise ValidationError(_("Nothing with a phone number has this reference."))
            return str(entry.phone)
        phone = plain_phone(typed)
        VALIDATOR(phone)
        return phone


@method_decorator(sensitive_post_parameters("phone"), name="dispatch")
class PersonalDataView(StaffView):
    """For leads in their communities, for city administrators in all. What a form asks for is its button's `action`."""

    template_name = "plugins/admin/personal_data.html"
    page_title = gettext_lazy("Personal data")
    header_icon = "user"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.communities.exists():
            raise PermissionDenied
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    @cached_property
    def communities(self) -> CommunityQuerySet:
        return communities_for(self.user, Role.LEAD)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", PersonForm())
        everywhere = is_city_administrator(self.user)
        return super().get_context_data(**kwargs) | {
            "everywhere": everywhere,
            "named": [] if everywhere else list(self.communities[: NAMED + 1]),
            "limit": NAMED,
            "holders": holdings(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = PersonForm(request.POST, communities=self.communities)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        phone, action = form.cleaned_data["phone"], request.POST.get("action")
        if action == "erase":
            return self.erase(phone)
        held = export_person(phone=phone, communities=self.communities, by=self.user)
        if action in DOWNLOADS:
            return DOWNLOADS[action](held)
        return self.render_to_response(self.get_context_data(form=form, **shown(held), confirm=action == "confirm"))

    def erase(self, phone: str) -> HttpResponse:
        try:
            erased = erase_person(phone=phone, communities=self.communities, by=self.user)
        except NotErased as error:
            text = _(
                "“%(plugin)s” could not erase what it holds, so nothing was erased at all. The reason is in the log."
            )
            messages.error(self.request, text % {"plugin": error.holder.name})
        else:
            messages.success(self.request, _("Records erased for good: %(count)d") % {"count": sum(erased.values())})
        return redirect("personal_data")


def shown(held: Sequence[Held]) -> dict[str, Any]:
    """For the template: a table for each one that holds something, and those that failed."""
    tables = []
    for found in held:
        columns = list(dict.fromkeys(name for record in found.records for name in record))
        rows = [[record.get(column, "") for column in columns] for record in found.records]
        if rows:
            tables.append({"holder": found.holder, "columns": [readable(name) for name in columns], "rows": rows})
    return {
        "tables": tables,
        "found": sum(len(found.records) for found in held),
        "failed": [found.holder for found in held if found.has_failed],
        "asked": True,
    }


def readable(name: str) -> str:
    return name.replace("_", " ")


def as_json(held: Sequence[Held]) -> HttpResponse:
    data = [
        {
            "plugin": it.holder.key,
            "name": str(it.holder.name),
            "complete": not it.has_failed,
            "records": list(it.records),
        }
        for it in held
    ]
    body = json.dumps(data, ensure_ascii=False, indent=2)
    return _file(body, "application/json; charset=utf-8", "personal-data.json")


def as_csv(held: Sequence[Held]) -> HttpResponse:
    """A line a value, since each of them has columns of its own. Nothing in it is a formula to a spreadsheet."""
    text = io.StringIO("\ufeff", newline="")
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text)
    writer.writerow(["plugin", "record", "field", "value"])
    for found in held:
        for number, record in enumerate(found.records, start=1):
            for name, value in record.items():
                writer.writerow([found.holder.name, number, harmless(name), harmless(value)])
    return _file(text.getvalue(), "text/csv; charset=utf-8", "personal-data.csv")


def harmless(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _file(body: str, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(body, content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


DOWNLOADS = {"json": as_json, "csv": as_csv}
