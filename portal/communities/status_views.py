"""Admin views that change a community's status: a page that says what will happen, and a button that does it."""

from abc import ABC, abstractmethod
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal.communities.actions import archive_community, restore_community
from portal.communities.forms import ArchiveForm
from portal.communities.models import Community
from portal.communities.rules import is_city_administrator


class StatusView(WagtailAdminTemplateMixin, FormView, ABC):
    """City administrators only. `edit_url_name` comes from the viewset."""

    template_name = "communities/admin/change_status.html"
    form_class: type[forms.Form] = forms.Form
    edit_url_name = ""
    button: str | Promise
    explanation: str | Promise
    done: str | Promise
    is_serious = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_city_administrator(request.user):
            raise PermissionDenied
        self.community = get_object_or_404(Community, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @abstractmethod
    def act(self, form: forms.Form, by: AbstractBaseUser) -> None:
        """Change the status, or raise ValidationError."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            self.act(form, self.request.user)  # type: ignore[arg-type]  # no anonymous user gets here
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, f"{self.community}: {self.done}")
        return redirect(self.edit_url)

    @property
    def edit_url(self) -> str:
        return reverse(self.edit_url_name, args=[self.community.pk])

    def get_page_title(self) -> str:
        return str(self.button)

    def get_page_subtitle(self) -> str:
        return str(self.community)


class ArchiveView(StatusView):
    form_class = ArchiveForm
    button = _("Archive the community")
    explanation = _(
        "Its pages will answer that the community is gone, and lead to the one it was merged into. It leaves all lists "
        "and the search. Nothing is deleted; it can be restored."
    )
    done = _("archived.")
    is_serious = True

    def act(self, form: forms.Form, by: AbstractBaseUser) -> None:
        archive_community(community=self.community, successor=form.cleaned_data["successor"], by=by)


class RestoreView(StatusView):
    button = _("Restore the community")
    explanation = _("It will be prepared again, with the pages it had, and can then be opened.")
    done = _("restored, not open yet.")

    def act(self, form: forms.Form, by: AbstractBaseUser) -> None:
        restore_community(community=self.community, by=by)
