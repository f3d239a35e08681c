"""Staff and cost plans: typed in yuan, side by side, one chosen, a table to print; and what a notice freezes."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.plugins.bundled.elevator_consultations.cost_figures import figures_of
from portal.plugins.bundled.elevator_consultations.cost_wording import share_of
from portal.plugins.bundled.elevator_consultations.models import Case, CostPlan
from portal.plugins.bundled.elevator_consultations.notice_content import changes_since
from portal.plugins.testing import staff_of
from tests.factories.elevator_stages import bring_to_notice
from tests.factories.elevators import make_case, make_plan, make_register
from tests.factories.plugins import community_with

pytestmark = pytest.mark.django_db
TYPED = {
    "names_zh_hans": "方案一",
    "names_en": "Plan one",
    "total": "480,000.00 元",
    "subsidies": "280000",
    "shared_by": "floor",
    "floor_1": "0",
    "floor_3": "1",
    "floor_4": "1.2",
}


@pytest.fixture
def case(sunshine: Community) -> Case:
    return make_case(sunshine)


@pytest.fixture
def staff(client: Client, case: Case) -> Client:
    client.force_login(staff_of(case.community, Role.LEAD))
    return client


def at(case: Case, rest: str = "costs/") -> str:
    return f"/en/sunshine/x/elevators/{case.pk}/staff/{rest}"


def test_staff_finds_its_cases_and_no_other_community(client: Client, case: Case) -> None:
    assert client.get(at(case, "")).status_code == 302
    riverside = community_with("elevators", slug="riverside")
    client.force_login(staff_of(riverside, Role.LEAD))
    assert client.get(at(case, "")).status_code == 403
    assert client.get(f"/en/riverside/x/elevators/{case.pk}/staff/costs/", follow=True).status_code == 404
    client.force_login(staff_of(case.community, Role.EDITOR))
    assert "An elevator for building 3" in client.get("/en/sunshine/x/elevators/staff/").content.decode()
    assert "Costs" in client.get(at(case, "")).content.decode()
    client.force_login(staff_of(case.community, Role.CONTRIBUTOR))
    assert client.get(at(case)).status_code == 403


def test_amounts_typed_in_yuan_are_kept_in_cents(staff: Client, case: Case) -> None:
    assert staff.post(at(case, "costs/add/"), TYPED).status_code == 302
    plan = CostPlan.objects.get()
    assert (plan.total, plan.subsidies, plan.coefficients) == (48_000_000, 28_000_000, {"1": "0", "3": "1", "4": "1.2"})
    again = staff.get(at(case, f"costs/{plan.pk}/")).context["form"]
    assert (again["total"].value(), again["floor_4"].value()) == ("480000.00", "1.2")


WRONG: list[tuple[dict[str, str], str]] = [
    ({"total": ""}, "total"),
    ({"total": "a lot"}, "total"),
    ({"total": "-1"}, "total"),
    ({"total": "1.005"}, "total"),
    ({"total": "1e9999"}, "total"),
    ({"total": "9" * 400}, "total"),
    ({"total": "NaN"}, "total"),
    ({"subsidies": "480000.01"}, "subsidies"),
    ({"floor_3": "-1"}, "floor_3"),
    ({"floor_3": "1000000"}, "floor_3"),
    ({"floor_3": "0", "floor_4": "", "floor_1": ""}, "shared_by"),
    ({"shared_by": "luck"}, "shared_by"),
    ({"names_zh_hans": "", "names_en": ""}, "names"),
    ({"names_en": "x\x00"}, "names"),
]


def test_wrong_values_are_said_at_their_field_and_kept(staff: Client, case: Case) -> None:
    for typed, field in WRONG:
        answer = staff.post(at(case, "costs/add/"), TYPED | typed)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field]), typed
        assert "方案一" in answer.content.decode() or field == "names"
    assert not CostPlan.objects.exists()


def test_usual_coefficients_are_taken_over_when_asked_for(staff: Client, case: Case) -> None:
    staff.post(at(case, "costs/add/"), TYPED | {"takes_usual": "on"})
    assert CostPlan.objects.get().coefficients["6"] == "1.6"
    assert staff.get(at(case, "costs/add/")).context["form"]["floor_2"].value() == "0.5"


def test_one_plan_is_chosen_and_it_is_not_deleted(staff: Client, case: Case) -> None:
    first, second = make_plan(case), make_plan(case, names={"en": "Plan two"})
    for plan in (first, second):
        assert staff.post(at(case, "costs/choose/"), {"plan": plan.pk}).status_code == 302
    assert list(CostPlan.objects.filter(is_chosen=True)) == [second]
    text = staff.post(at(case, "costs/delete/"), {"plan": second.pk}, follow=True).content.decode()
    assert "The chosen plan stays" in text
    staff.post(at(case, "costs/delete/"), {"plan": first.pk})
    assert list(CostPlan.objects.all()) == [second]
    for number in ("", "x", "9" * 40, str(first.pk)):
        assert staff.post(at(case, "costs/choose/"), {"plan": number}).status_code == 404


def test_choosing_is_for_leads(client: Client, case: Case) -> None:
    plan = make_plan(case)
    client.force_login(staff_of(case.community, Role.EDITOR))
    assert client.post(at(case, "costs/choose/"), {"plan": plan.pk}).status_code == 403
    assert "for the lead" in client.get(at(case)).content.decode()


def test_table_to_print_adds_up_in_each_plan(staff: Client, case: Case) -> None:
    make_register(case, 12)
    make_plan(case, is_chosen=True)
    make_plan(case, names={"en": "By area"}, shared_by="area", total=10_000_001, subsidies=0)
    table = staff.get(at(case, "costs/table/")).context["table"]
    assert table.headers[3:] == ("Plan one (chosen)", "By area")
    assert [row[3:] for row in table.rows if row[1] in ("1", "6", "")] == [
        ("0.00 yuan", "8,333.34 yuan"),
        ("0.00 yuan", "8,333.34 yuan"),
        ("28,070.18 yuan", "8,333.33 yuan"),
        ("28,070.18 yuan", "8,333.33 yuan"),
        ("200,000.00 yuan", "100,000.01 yuan"),
    ]


def test_unit_reads_its_share_and_how_it_was_reckoned(case: Case) -> None:
    units = make_register(case, 12)
    make_plan(case, is_chosen=True)
    with override("en"):
        [share] = share_of(units[-1])
    assert share.amount == "28,070.18 yuan"
    assert share.how == (
        "480,000.00 yuan less 280,000.00 yuan of subsidies is 200,000.00 yuan. Shared by floor: your unit counts 1.6 "
        "of 11.4 in all. Rounded to the cent."
    )


def test_missing_floor_is_said_and_no_share_guessed(staff: Client, case: Case) -> None:
    [unit] = make_register(case, [{"floor": None, "room": "101"}])
    make_plan(case, is_chosen=True)
    with override("en"):
        [share] = share_of(unit)
    assert (share.amount, share.how[:30]) == ("", "The floor of 1 unit is not ent")
    assert "is not entered" in staff.get(at(case)).content.decode()


def test_notice_has_to_be_posted_anew_once_a_figure_changes(case: Case, staff: Client) -> None:
    make_register(case, 6)
    notice = bring_to_notice(case)
    assert list(changes_since(notice, case)) == []
    plan = CostPlan.objects.get()
    text = staff.get(at(case, f"costs/{plan.pk}/")).content.decode()
    assert "the notice has to be posted anew" in text
    staff.post(at(case, f"costs/{plan.pk}/"), TYPED)
    with override("en"):
        assert list(changes_since(notice, case)) == ["the cost plan"]


def test_figures_take_two_queries_however_many_plans(case: Case) -> None:
    make_register(case, 4)
    for number in range(3):
        make_plan(case, names={"en": f"Plan {number}"})
    with CaptureQueriesContext(connection) as queries:
        assert len(figures_of(case)) == 3
    assert len(queries) == 2
