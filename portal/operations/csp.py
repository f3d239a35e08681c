"""The Content-Security-Policy header: strict for residents, relaxed where Wagtail's admin needs inline code."""

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

# Wagtail's choosers, InlinePanel and wagtail-localize's forms carry inline scripts, Draftail inline styles.
ADMIN_RELAXATION = {"script-src": [SELF, UNSAFE_INLINE], "style-src": [SELF, UNSAFE_INLINE]}


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The policy of CONTENT_SECURITY_POLICY, relaxed below the admin's address and nowhere else."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(reverse("wagtailadmin_home")):
            parts.update = {**ADMIN_RELAXATION, **(parts.update or {})}
        return parts
