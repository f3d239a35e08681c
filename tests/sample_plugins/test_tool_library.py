"""The tests of the tool library, as its author would write them: with what the portal offers for them."""

import pytest
from tool_library.models import Loan, Tool

from portal.plugins.testing import Samples, conformance_checks


class ToolSamples(Samples):
    def fill(self, community, names):
        tool = Tool.objects.create(community=community, names=names)
        Loan.objects.create(tool=tool, name=str(names), phone="13800000000")

    def view_arguments(self, community):
        return {"tool": {"pk": Tool.objects.filter(community=community).first().pk}}

    def add_person(self, community, *, name, phone):
        Loan.objects.create(tool=Tool.objects.filter(community=community).first(), name=name, phone=phone)


@pytest.mark.parametrize("check", conformance_checks("tools", ToolSamples()))
def test_tool_library_conforms(check) -> None:
    check()
