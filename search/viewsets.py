"""Admin screens of the search."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup

from search.asking import community_in
from search.decision_forms import DecisionForm, lists_by
from search.models import RuleKind, SearchDecision, SearchDocument, SearchRule
from search.models.rule import split_words
from search.places import PlaceColumn, PlacesViewSet
from search.report_views import ReportViewSet
from search.rule_forms import RuleForm, changes_by


class TryMixin:
    """The form's other buttons show something and write nothing: `looks_by` says what."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not {"try", "find"} & set(request.POST):
            return super().post(request, *args, **kwargs)  # type: ignore[misc]  # of the view this is mixed into
        self.object = self.get_object() if "pk" in self.kwargs else None  # type: ignore[attr-defined]  # likewise
        form = self.get_form()  # type: ignore[attr-defined]  # likewise
        if "find" in request.POST:
            self.form = unjudged(form)
            return self.render_to_response(self.get_context_data())  # type: ignore[attr-defined]  # likewise
        if not self.is_valid(form):  # type: ignore[attr-defined]  # likewise
            return self.form_invalid(form)  # type: ignore[attr-defined]  # likewise
        self.form = form
        context = self.get_context_data(**self.looks_by(form))  # type: ignore[attr-defined]  # likewise
        return self.render_to_response(context)  # type: ignore[attr-defined]  # likewise

    def looks_by(self, form: Any) -> dict[str, Any]:
        raise NotImplementedError


def unjudged(form: Any) -> Any:
    """The same form with what was typed, before anybody says what is missing."""
    said = {name: form.data.get(form.add_prefix(name), "") for name in form.fields}
    return type(form)(instance=form.instance, initial=said, for_user=form.for_user)


class TryRuleMixin(TryMixin):
    def looks_by(self, form: Any) -> dict[str, Any]:
        return {"changes": changes_by(form.instance, split_words(form.cleaned_data["questions"]))}


class RuleCreateView(TryRuleMixin, generic.CreateView):
    """The address may say what the form begins with: the search report does."""

    template_name = "search/admin/rule_form.html"

    def get_initial(self) -> dict[str, Any]:
        given = self.request.GET
        kind = given.get("kind", "")
        return {
            "words": given.get("words", "")[:500],
            "community": community_in(given),
            **({"kind": kind} if kind in RuleKind.values else {}),
        }


class RuleEditView(TryRuleMixin, generic.EditView):
    template_name = "search/admin/rule_form.html"


class RuleViewSet(PlacesViewSet):
    """Synonyms and what else people call things."""

    model = SearchRule
    name = "search_rules"
    menu_label = _("Words of the search")
    form_fields = ["kind", "words", "targets", "community"]
    list_display = ["__str__", "kind", PlaceColumn("community", label=_("holds for"))]
    list_filter = ["kind"]
    search_fields = ["words", "targets"]
    add_view_class = RuleCreateView
    edit_view_class = RuleEditView

    def get_form_class(self, for_update: bool = False) -> type[RuleForm]:
        return RuleForm


class TryDecisionMixin(TryMixin):
    def looks_by(self, form: Any) -> dict[str, Any]:
        return {"lists": lists_by(form.instance)}


class DecisionCreateView(TryDecisionMixin, generic.CreateView):
    """The address may say the question, likewise."""

    template_name = "search/admin/decision_form.html"

    def get_initial(self) -> dict[str, Any]:
        given = self.request.GET
        return {"query": given.get("query", "")[:100], "community": community_in(given)}


class DecisionEditView(TryDecisionMixin, generic.EditView):
    template_name = "search/admin/decision_form.html"


class PageColumn(Column):
    """The title that belongs to a key; one look-up for the whole list."""

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        table = parent_context["table"]
        if not hasattr(table, "page_titles"):
            rows = SearchDocument.objects.filter(key__in={row.key for row in table.data}, is_present=True)
            # The first language last: its title stands.
            table.page_titles = dict(rows.order_by("-language", "-pk").values_list("key", "title"))
        context["value"] = table.page_titles.get(instance.key) or _("not public: %(key)s") % {"key": instance.key}
        return context


class DecisionViewSet(PlacesViewSet):
    """What stands first, and what is not shown."""

    model = SearchDecision
    name = "search_decisions"
    icon = "pick"
    menu_label = _("Pinned and hidden results")
    form_fields = ["query", "key", "verdict", "position", "community", "note"]
    list_display = [
        "__str__",
        PageColumn("key", label=_("page")),
        "verdict",
        PlaceColumn("community", label=_("holds for")),
    ]
    list_filter = ["verdict"]
    search_fields = ["query", "asked", "note"]
    add_view_class = DecisionCreateView
    edit_view_class = DecisionEditView

    def get_form_class(self, for_update: bool = False) -> type[DecisionForm]:
        return DecisionForm


class SearchGroup(ViewSetGroup):
    """How editors steer the search."""

    menu_label = _("Search")
    menu_icon = "search"
    menu_order = 270
    items = (ReportViewSet, RuleViewSet, DecisionViewSet)
