"""What operators ask of the search at the command line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from search.models import RuleKind, SearchRule
from tests.search.provider import entry

Publish = Callable[..., None]


@pytest.mark.usefixtures("each_engine")
def test_explanation_names_wordings_and_reasons(publish: Publish, capsys: pytest.CaptureFixture[str]) -> None:
    publish(entry("retrofit", "既有住宅加装电梯"))
    SearchRule.objects.create(kind=RuleKind.EQUAL, words="电梯, 升降机")
    call_command("explain_search", "升降机", lang="zh-hans")
    said = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert said[:3] == ["In zh-hans:", "words     升降机  x 1.00", "words     电梯  x 0.90"]
    assert said[-1] == "words: 电梯"


@pytest.mark.usefixtures("provider")
@pytest.mark.django_db
def test_unknown_community_is_refused() -> None:
    with pytest.raises(CommandError, match="atlantis"):
        call_command("explain_search", "电梯", community="atlantis")


@pytest.mark.usefixtures("provider")
@pytest.mark.parametrize("wrong", [("--size", "0"), ("--size", "-1"), ("--size", "51"), ("--lang", "fr")])
def test_wrong_option_of_the_explanation_is_named(wrong: tuple[str, str]) -> None:
    with pytest.raises(CommandError, match=wrong[0]):
        call_command("explain_search", "电梯", *wrong)


@pytest.mark.usefixtures("each_engine")
def test_judging_prints_all_measures(publish: Publish, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish(entry("permit", "居住证办理"), entry("marriage", "结婚登记"))
    path = tmp_path / "judgments.yaml"
    path.write_text("- {q: 居住证, tag: plain, rel: {permit: 3}}\n- {q: 离婚, tag: odd, rel: {marriage: 3}}\n", "utf-8")
    call_command("judge_search", path, engine="basic", worse_than=0.5)
    rows = [line.split() for line in capsys.readouterr().out.splitlines() if line]
    assert rows[1:4] == [
        ["all", "2", "0.500", "0.500", "0.500", "0.500", "0"],
        ["odd", "1", "0.000", "0.000", "0.000", "1.000", "0"],
        ["plain", "1", "1.000", "1.000", "1.000", "0.000", "0"],
    ]
    assert rows[4][:2] == ["0.00", "'离婚'"]


@pytest.mark.usefixtures("provider")
@pytest.mark.django_db
@pytest.mark.parametrize("text", ["q: 1", "- {q: 居住证}", "- {q: a, community: atlantis, rel: {}}"])
def test_bad_judgments_are_refused_in_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "judgments.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(CommandError) as error:
        call_command("judge_search", path)
    assert str(path) in str(error.value)
