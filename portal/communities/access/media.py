"""Listings of images and documents show tags of all collections; these show those of the person's own ones."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest, JsonResponse
from taggit.models import Tag
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.tags import TAGS_AUTOCOMPLETE_LIMIT
from wagtail.documents import get_document_model
from wagtail.documents.views import documents
from wagtail.images import get_image_model
from wagtail.images.views import chooser, images
from wagtail.permissions import policy_registry

from portal.communities.rules import Anyone

POPULAR = 10


def own_tags(user: Anyone, *models: type[Model]) -> QuerySet[Tag]:
    """Tags of images or documents the person may use, the most used ones first."""
    pks: set[int] = set()
    for model in models:
        rows = policy_registry.get_by_type(model).instances_user_has_any_permission_for(
            user, ["add", "change", "choose"]
        )
        tagged = Tag.objects.filter(
            taggit_taggeditem_items__content_type=ContentType.objects.get_for_model(model),
            taggit_taggeditem_items__object_id__in=rows.order_by().values("pk"),
        )
        pks.update(tagged.values_list("pk", flat=True))
    return Tag.objects.filter(pk__in=pks).annotate(uses=Count("taggit_taggeditem_items")).order_by("-uses", "name")


def complete_tag(request: HttpRequest) -> JsonResponse:
    term = request.GET.get("term")
    found = own_tags(request.user, get_image_model(), get_document_model()) if term else Tag.objects.none()
    names = found.filter(name__istartswith=term or "").order_by("name").values_list("name", flat=True)
    return JsonResponse(list(names[:TAGS_AUTOCOMPLETE_LIMIT]), safe=False)


class OwnTagsMixin:
    """For Wagtail's filters of images and documents."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)  # type: ignore[call-arg]  # of the filters it is mixed into
        self._offer_own_tags(request.user)

    def _offer_own_tags(self: Any, user: Anyone) -> None:
        if "tag" not in self.filters:
            return
        names = list(own_tags(user, self._meta.model).values_list("name", flat=True)[:POPULAR])
        if names:
            self.filters["tag"].extra["choices"] = [(name, name) for name in names]
        else:
            del self.filters["tag"]


def with_own_tags(view: Any) -> Any:
    """The listing with its filters narrowed; Wagtail makes the class of its filters anew for each model."""

    class OwnListing(view):
        @property
        def filterset_class(self) -> type[WagtailFilterSet]:
            return type("OwnFilters", (OwnTagsMixin, view.filterset_class), {})

    return OwnListing


OwnImages = with_own_tags(images.IndexView)
OwnDocuments = with_own_tags(documents.IndexView)


class OwnImageChoose(chooser.ImageChooseView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["popular_tags"] = own_tags(self.request.user, self.model)[:POPULAR]
        return context


class OwnImageChooserViewSet(chooser.ImageChooserViewSet):
    choose_view_class = OwnImageChoose


own_image_chooser = OwnImageChooserViewSet(
    "wagtailimages_chooser", model=get_image_model(), url_prefix="images/chooser"
)
