"""What every plugin has to keep: docs/plugins/testing.md of Linli says what each check proves."""

import pytest
from portal.plugins.testing import Samples, conformance_checks

from new_plugin.models import SignUp, SignUpPage


class SignUpSamples(Samples):
    def fill(self, community, names):
        for page in SignUpPage.objects.in_community(community).select_related("locale"):
            page.introduction = names[page.locale.language_code]
            page.save()
        phone = f"170{SignUp.objects.count():08}"
        SignUp.objects.create(community=community, name=str(names), phone=phone)

    def add_person(self, community, *, name, phone):
        SignUp.objects.get_or_create(community=community, phone=phone, defaults={"name": name})


@pytest.mark.parametrize("check", conformance_checks("new_plugin", SignUpSamples()))
def test_conforms(check):
    check()
