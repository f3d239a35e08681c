"""Editors' rules in the database: checked, per community, and felt at once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from pytest_django import DjangoAssertNumQueries

from search.models import RuleKind, SearchRule
from search.query import SearchQuery
from search.results import results_for
from search.rules import lexicon_for
from tests.search.corpus import DATA
from tests.search.provider import HEPING, SUNSHINE, entry

Publish = Callable[..., None]


def found(raw: str, community: Any = None, language: str = "zh-hans") -> list[str]:
    query = SearchQuery(raw=raw, language=language, community=community)
    return [result.key for result in results_for(query).results]


@pytest.mark.usefixtures("each_engine")
def test_rule_is_felt_at_once(publish: Publish) -> None:
    publish(entry("retrofit", "既有住宅加装电梯"))
    assert found("升降机") == []
    rule = SearchRule.objects.create(kind=RuleKind.EQUAL, words="电梯，升降机")
    assert found("升降机") == ["retrofit"]
    rule.words = "电梯, 载人机"
    rule.save()
    assert (found("升降机"), found("载人机")) == ([], ["retrofit"])
    rule.delete()
    assert found("载人机") == []


@pytest.mark.usefixtures("each_engine")
def test_communitys_rule_is_its_own(publish: Publish) -> None:
    publish(entry("canteen", "长者食堂"))
    SearchRule.objects.create(kind=RuleKind.ONE_WAY, words="老饭店", targets="长者食堂", community=SUNSHINE.code)
    assert (found("老饭店", SUNSHINE), found("老饭店", HEPING), found("老饭店")) == (["canteen"], [], [])


@pytest.mark.usefixtures("each_engine")
def test_glossary_finds_what_the_other_language_says(publish: Publish) -> None:
    publish(entry("dog", "Dog licence", language="en"), entry("kindergarten", "幼儿园报名"))
    SearchRule.objects.create(kind=RuleKind.GLOSSARY, words="养犬证", targets="dog licence")
    SearchRule.objects.create(kind=RuleKind.GLOSSARY, words="幼儿园", targets="kindergarten")
    assert found("养犬证") == ["dog"]
    assert found("kindergarten", language="en") == ["kindergarten"]


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("raw", ["changhuxian", "chx", "常护险"])
def test_reading_finds_what_the_dictionary_misreads(publish: Publish, raw: str) -> None:
    publish(entry("care", "长护险申请"))
    SearchRule.objects.create(kind=RuleKind.READING, words="长护险", targets="chang hu xian")
    assert found(raw) == ["care"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": RuleKind.EQUAL, "words": "电梯"}, "words"),
        ({"kind": RuleKind.ONE_WAY, "words": "，、", "targets": "电梯"}, "words"),
        ({"kind": RuleKind.READING, "words": "长护险", "targets": "chang hu"}, "targets"),
        ({"kind": RuleKind.READING, "words": "长护险", "targets": "tschang hu xian"}, "targets"),
        ({"kind": RuleKind.READING, "words": "lift", "targets": "li fu te"}, "words"),
        ({"kind": RuleKind.ONE_WAY, "words": "暂住证"}, "__all__"),
        ({"kind": RuleKind.EQUAL, "words": "狗, 犬", "targets": "宠物"}, "__all__"),
    ],
)
def test_mistake_is_said_at_its_field(values: dict[str, str], field: str) -> None:
    with pytest.raises(ValidationError) as error:
        SearchRule(**values).full_clean()
    assert list(error.value.message_dict) == [field]


@pytest.mark.django_db
def test_database_takes_no_rule_without_a_meaning() -> None:
    with pytest.raises(IntegrityError):
        SearchRule.objects.create(kind=RuleKind.GLOSSARY, words="电梯")


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_rules_take_one_query_while_they_stay(django_assert_num_queries: DjangoAssertNumQueries, count: int) -> None:
    for number in range(count):
        SearchRule.objects.create(kind=RuleKind.EQUAL, words=f"电梯, 直梯{number}")
    lexicon_for(None)
    with django_assert_num_queries(1):
        lexicon_for(None)


@pytest.mark.usefixtures("provider")
@pytest.mark.django_db
def test_file_of_rules_is_imported_once(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_search_rules", DATA / "synonyms.yaml")
    call_command("import_search_rules", DATA / "synonyms.yaml")
    SearchRule.objects.filter(words="狗, 犬").delete()
    call_command("import_search_rules", DATA / "synonyms.yaml", if_empty=True)
    assert SearchRule.objects.count() == 97
    said = capsys.readouterr().out.split("\n")
    assert said[:2] == ["98 rules added, 0 were there.", "0 rules added, 98 were there."]


@pytest.mark.usefixtures("provider")
@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["- 电梯, 直梯", "zh: [电梯]", "de: [a]", "zh: 电梯, 直梯", "readings: ['长护险 = x']", "zh: ["]
)
def test_bad_file_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(CommandError) as error:
        call_command("import_search_rules", path)
    assert str(path) in str(error.value)
    assert SearchRule.objects.count() == 0
