"""What the screens share."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


class RowView(WagtailAdminTemplateMixin, FormView):
    """One row, facts about it, and a form with some buttons. `buttons` are (value, label, css class)."""

    model: type[Model]
    template_name = "volunteers/admin/row.html"
    form_class: type[forms.Form] = forms.Form
    permission_required = "change"
    related: tuple[str, ...] = ()
    back = ""

    @cached_property
    def row(self) -> Any:
        return get_object_or_404(self.model._default_manager.select_related(*self.related), pk=self.kwargs["pk"])

    @property
    def user(self) -> User:
        if not isinstance(self.request.user, User):
            raise PermissionDenied
        return self.request.user

    def get_page_subtitle(self) -> str:
        return str(self.row)

    def get_facts(self) -> list[tuple[Any, Any]]:
        return []

    def get_buttons(self) -> list[tuple[str, Any, str]]:
        return [("save", _("Save"), "")]

    def get_back(self) -> str:
        return self.back

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = [(label, value) for label, value in self.get_facts() if value not in ("", None)]
        context = {"row": self.row, "facts": facts, "buttons": self.get_buttons(), "back": self.get_back()}
        return super().get_context_data(**kwargs) | context

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            said = self.do(self.request.POST.get("button", ""), form)
        except ValidationError as error:
            for name, errors in getattr(error, "error_dict", {"": error}).items():
                form.add_error(name if name in form.fields else None, errors)
            return self.form_invalid(form)
        if said:
            messages.success(self.request, said)
        return redirect(self.get_back())

    def do(self, button: str, form: forms.Form) -> Any:
        """Returns what is said afterwards."""
        actions = self.get_actions(form)
        if button not in actions:
            raise ValidationError(_("This is not possible (any more)."))
        labels = {value: label for value, label, _css in self.get_buttons()}
        actions[button]()
        return labels.get(button, "")

    def get_actions(self, form: forms.Form) -> dict[str, Callable[[], Any]]:
        return {}
