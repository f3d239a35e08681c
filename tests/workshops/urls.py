"""The portal's addresses, and a form of this app in front of them."""

from django.conf.urls.i18n import i18n_patterns
from django.shortcuts import get_object_or_404
from django.urls import path

from portal.participation.models import Entry
from portal.participation.views import HandInView
from portal.urls import handler403, handler404, handler500, urlpatterns  # noqa: F401 - Django looks for them here
from tests.workshops.forms import SignUpForm
from tests.workshops.models import SignUp, Workshop


class SignUpView(HandInView):
    form_class = SignUpForm
    title = "Sign up"

    def get_entry(self) -> Entry:
        workshop = get_object_or_404(Workshop, pk=self.kwargs["pk"])
        return SignUp(community=workshop.community, workshop=workshop)


class ReviewedView(SignUpView):
    has_review = True


urlpatterns = [
    *i18n_patterns(
        path("workshops/<int:pk>/sign-up/", SignUpView.as_view()),
        path("workshops/<int:pk>/reviewed/", ReviewedView.as_view()),
    ),
    *urlpatterns,
]
