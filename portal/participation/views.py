"""The base of pages on which somebody hands something in."""

import uuid
from contextlib import suppress
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import FormView

from portal.communities.current import community_of
from portal.communities.home_urls import home_url
from portal.meta import Crumb, PageMeta
from portal.participation.actions import handed_in_before
from portal.participation.addresses import private_path
from portal.participation.forms import EntryForm
from portal.participation.models import Entry
from portal.participation.privacy_headers import private_page
from portal.participation.reviewing import review_of
from portal.participation.throttle import Throttle

#: A whole estate may share one address towards the outside.
HAND_IN = Throttle("hand-in", 60)


@method_decorator(private_page, name="dispatch")
class HandInView(FormView):
    """A form of `form_class`, sent once whatever people press: each visit has a key in its address.

    Errors stand beside their fields with all that was typed; with `has_review` what was filled in is shown before it
    is sent. Afterwards comes the private page of what was handed in. Override `get_entry` for what it is about.
    """

    form_class: type[EntryForm]
    template_name = "participation/form.html"
    title: ClassVar[Any] = ""
    lead: ClassVar[Any] = ""
    has_review: ClassVar[bool] = False
    throttle: ClassVar[Throttle] = HAND_IN

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.once = _uuid(request.GET.get("once", ""))
        if self.once is None:
            if request.method in ("GET", "HEAD"):
                given = request.GET.copy()  # what the form begins with goes along
                given["once"] = str(uuid.uuid4())
                return redirect(f"{request.path}?{given.urlencode()}")
            self.once = uuid.uuid4()  # sent from elsewhere
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sent before? Then the same answer, whatever has become of the form or the network since."""
        if Entry.objects.filter(once=self.once).exists():
            with suppress(ValidationError):  # the key is another form's: that is said in this one
                if before := handed_in_before(self.get_entry(), self.once):
                    return redirect(self.get_next_url(before))
        return super().post(request, *args, **kwargs)

    def get_entry(self) -> Entry:
        """What the form fills in, not stored yet. 404 where there is nothing to hand in."""
        return self.form_class._meta.model(community=community_of(self.request))

    def get_title(self) -> str:
        return str(self.title)

    def get_lead(self) -> str:
        return str(self.lead)

    def get_breadcrumbs(self) -> tuple[Crumb, ...]:
        community = community_of(self.request)
        return (Crumb(str(community), home_url(self.request, community)),) if community else ()

    def get_next_url(self, entry: Entry) -> str:
        """Where somebody sees what became of it."""
        return private_path(entry)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.get_entry()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meta = PageMeta(
            title=self.get_title(),
            language=get_language() or "",
            indexable=False,
            breadcrumbs=self.get_breadcrumbs(),
        )
        return super().get_context_data(**kwargs) | {"meta": meta, "lead": self.get_lead(), "review": self.has_review}

    def form_valid(self, form: EntryForm) -> HttpResponse:
        if "change" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        if self.has_review and "confirm" not in self.request.POST:
            facts = review_of(form.shown_fields())
            for field in form:
                field.help_text = ""  # what is sent along unseen points at no help
            return self.render_to_response(self.get_context_data(form=form, facts=facts, reviewing=True))
        if self.throttle.is_too_many(self.request):
            form.add_error(None, _("Much was sent from your network just now. Please try again in an hour."))
            return self.render_to_response(self.get_context_data(form=form), status=429)
        entry = form.hand_in(once=self.once)
        if entry is None:
            return self.form_invalid(form)
        return redirect(self.get_next_url(entry))

    def form_invalid(self, form: EntryForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
