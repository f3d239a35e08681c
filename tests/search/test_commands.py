"""What operators ask of the search at the command line."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from search.models import RuleKind, SearchDecision, SearchRule, Verdict
from tests.search.provider import SUNSHINE, entry

Publish = Callable[..., None]


@pytest.mark.usefixtures("each_engine")
def test_explanation_names_wordings_and_reasons(publish: Publish, capsys: pytest.CaptureFixture[str]) -> None:
    publish(entry("retrofit", "既有住宅加装电梯"))
    SearchRule.objects.create(kind=RuleKind.EQUAL, words="电梯, 升降机")
    call_command("explain_search", "升降机", lang="zh-hans")
    said = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert said[:3] == ["In zh-hans:", "words     升降机  x 1.00", "words     电梯  x 0.90"]
    assert said[-1] == "words: 电梯"


@pytest.mark.usefixtures("each_engine")
def test_explanation_says_what_a_score_is_made_of(publish: Publish, capsys: pytest.CaptureFixture[str]) -> None:
    own = {"community": SUNSHINE.code, "popularity": 30, "updated_at": timezone.now()}
    publish(entry("retrofit", "加装电梯", **own), entry("repair", "报修", body="电梯坏了"))
    call_command("explain_search", "电梯", community="sunshine")
    said = [line.strip() for line in capsys.readouterr().out.splitlines()]
    made_of = [re.sub(r"[0-9]+\.[0-9]+", "N", line) for line in said if line.startswith(("= words", "words alone"))]
    assert made_of[0] == "= words N x N: 1 + own community N + readers N + changed lately N"
    assert "title N" in made_of[1]
    assert made_of[2] == "= words N x N: 1 + changed lately N"
    assert "text N" in made_of[3]
    [place] = [line for line in said if "retrofit (sunshine)" in line]
    words, factor = (float(found) for found in re.findall(r"[0-9]+\.[0-9]+", said[said.index(place) + 1])[:2])
    assert words * factor == pytest.approx(float(place.split()[1]), rel=0.01)


@pytest.mark.usefixtures("each_engine")
def test_explanation_of_a_pinned_page_weighs_no_words(publish: Publish, capsys: pytest.CaptureFixture[str]) -> None:
    publish(entry("forms", "办事表格"))
    SearchDecision.objects.create(query="电梯", asked="电梯", key="forms", verdict=Verdict.PINNED)
    call_command("explain_search", "电梯")
    said = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert said[-2:] == ["stands first whatever its words count", "pinned by city"]


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
