"""A certificate to print, and the page on which whoever was shown one looks whether it is true."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.pages import absolute_url
from portal.participation.privacy_headers import private_page
from portal.participation.throttle import Throttle
from portal.volunteers.certificates import found_by, records_in
from portal.volunteers.codes import is_signature
from portal.volunteers.forms import CheckForm, IdentityForm
from portal.volunteers.models import Certificate
from portal.volunteers.views.signed_in import meta_of

CHECKS = Throttle("certificate-check", 30)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """A sheet of A4. What is sent is an identity number: it stands on this one answer and nowhere else."""
    if not is_signature("certificate", number, secret):
        raise Http404
    rows = Certificate.objects.select_related("member", "team__community")
    certificate = get_object_or_404(rows, number=number, revoked_at=None, member__erased_at=None)
    form = IdentityForm(request.POST or None)
    identity = form.cleaned_data["identity"] if request.method == "POST" and form.is_valid() else ""
    records = records_in(certificate.member, certificate.first_day, certificate.last_day)
    context = {
        "certificate": certificate,
        "records": records,
        "form": form,
        "identity": identity,
        "check_url": absolute_url(request, reverse("volunteering:check")),
        "meta": meta_of(_("Certificate of voluntary service")),
    }
    return render(request, "volunteers/certificate.html", context)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Says of a number and its code what stands on the certificate, and nothing else."""
    form = CheckForm(request.POST or None)
    context: dict[str, object] = {"form": form, "meta": meta_of(_("Check a certificate"))}
    status = 200
    if request.method == "POST":
        status = 422
        if CHECKS.is_too_many(request):
            form.add_error(None, _("Many certificates were checked from your network. Please try again in an hour."))
            status = 429
        elif form.is_valid():
            found = found_by(form.cleaned_data["number"], form.cleaned_data["code"])
            if found is None:
                form.add_error(None, _("There is no certificate with this number and code. Please look again."))
            else:
                context["certificate"], status = found, 200
    return render(request, "volunteers/certificate_check.html", context, status=status)
