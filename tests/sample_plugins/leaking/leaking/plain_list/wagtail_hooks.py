from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet

from leaking.plain_list.models import Listed


class ListedViewSet(ModelViewSet):
    model = Listed
    form_fields = ["community", "names"]
    icon = "list-ul"
    add_to_admin_menu = True


@hooks.register("register_admin_viewset")
def register_viewset():
    return ListedViewSet()
