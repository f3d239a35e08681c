"""The rules that are there before a city has made its own."""

from typing import Any

from django.db import connections

from portal.plugins.api import Names
from portal.plugins.bundled.elevator_consultations.models import RuleSet

CODE = "civil-code-278"
NAMES = Names({"zh-hans": "民法典第二百七十八条（改建、重建）", "en": "Civil Code, article 278 (rebuilding)"})
LEGAL_BASIS = Names(
    {
        "zh-hans": "《中华人民共和国民法典》第二百七十八条：应当由专有部分面积占比三分之二以上的业主且"
        "人数占比三分之二以上的业主参与表决；改建、重建建筑物及其附属设施，应当经参与表决专有部分面积"
        "四分之三以上的业主且参与表决人数四分之三以上的业主同意。"
        "第一千二百五十九条：所称“以上”包括本数。"
        "面积与人数的计算：《最高人民法院关于审理建筑物区分所有权纠纷案件适用法律若干问题的解释》第八条、第九条。",
        "en": "Civil Code of the People’s Republic of China, article 278: owners of at least two thirds of the area "
        "and two thirds by number take part; rebuilding needs at least three quarters of the area and three quarters "
        "of the number of those taking part (article 1259: “at least” includes the figure itself). Counting of area "
        "and number: Supreme People’s Court, interpretation on ownership of buildings, articles 8 and 9.",
    }
)


def make_first_rules(*, using: str, **_signal: Any) -> None:
    """After `migrate`, where there are no rules at all; from then on they are the city's to change."""
    if RuleSet._meta.db_table not in connections[using].introspection.table_names():
        return  # taken out
    if not RuleSet.objects.using(using).exists():
        default_rules(using)


def default_rules(using: str = "default") -> RuleSet:
    rules = RuleSet.objects.using(using)
    return rules.get_or_create(code=CODE, defaults={"names": NAMES, "legal_basis": LEGAL_BASIS})[0]
