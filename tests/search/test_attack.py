"""Whatever stands in an address, it is answered: found, not found or said to be wrong, by the engine and without."""

from collections.abc import Callable
from itertools import product
from urllib.parse import quote_from_bytes

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from portal.limits import PerNetwork
from portal.participation.throttle import Throttle
from search import breaker
from search.deadline import patiently
from tests.search.provider import SUNSHINE, entry

Publish = Callable[..., None]

ADDRESSES = (
    "/zh-hans/search/",
    "/en/search/",
    "/zh-hans/search/typed.json",
    "/en/search/opensearch.xml",
    "/api/v1/search",
    "/api/v1/suggest",
)
NAMES = (
    *("q", "lang", "community", "kind", "category", "audience", "channel", "language", "only", "order", "page", "size"),
    *("scope", "", "q[]", "q.raw", "__class__", "\x00"),
)
#: What breaks parsers, databases, engines, templates, logs and headers.
NASTY = (
    *(
        "\x00",
        "居住证\x00",
        "\ud800",
        "\udfff居住",
        "\ufffe",
        "\ufdfa" * 200,
        "\u202e证住居",
        "e" + "\u0301" * 500,
        "🚮" * 50,
    ),
    *(
        "(" * 3000 + ")" * 3000,
        "[" * 500,
        '"' * 99,
        "{" * 200,
        "(a+)+$",
        "a{1,99999}",
        "[[:alpha:]]",
        "\\",
        "\\\\u",
        "/.*/",
    ),
    *("title:*", "*:*", "_exists_:x", "居住~9^9", "a AND OR NOT", "+-&&||!(){}[]^~*?:\\/", "?" * 100, "* " * 50),
    *("' OR 1=1 --", "%s%n%x", "{{7*7}}", "{% debug %}", "<script>", "\r\nSet-Cookie: a=b", "../../etc/passwd", "${x}"),
    *("-1", "0", "1e9", "9" * 400, "NaN", "٣", "１", "²", "0x1", "true", "null", "city", "sunshine", SUNSHINE.code),
    *("zh-hans", "zh", "newest", "open-now", "permit", "居住证", "jzz", "ju zhu", "lift", "x" * 20000, "证" * 5000),
)
BYTES = (
    b"\xff\xfe",
    b"%",
    b"%zz",
    b"%u4f4f",
    b"\xc0\xaf",
    b"\xed\xa0\x80",
    "居住证".encode("gb18030"),
    b"+",
    b";",
    b"&&",
    b"==",
)


def quoted(name: str, value: bytes) -> str:
    return f"{quote_from_bytes(name.encode())}={quote_from_bytes(value)}"


def raw(value: bytes) -> str:
    """As servers hand it on: bytes that no browser sends but anybody can."""
    return value.decode("latin-1")


texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(codec=None), max_size=60),
    st.builds("".join, st.lists(st.sampled_from((*NASTY[:40], "居住证", "lift ")), min_size=2, max_size=4)),
)
values = st.one_of(
    texts.map(lambda text: text.encode("utf-8", "surrogatepass")), st.sampled_from(BYTES), st.binary(max_size=30)
)
pairs = st.tuples(st.sampled_from(NAMES), values)
raw_strings = st.lists(st.one_of(pairs.map(lambda pair: quoted(*pair)), st.sampled_from(BYTES).map(raw)), max_size=6)


@pytest.fixture
def no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PerNetwork, "throttle", Throttle("api", 10**6, seconds=60))


@pytest.mark.usefixtures("each_engine", "no_limit")
def test_any_string_in_any_parameter_is_answered(
    client: Client, publish: Publish, caplog: pytest.LogCaptureFixture
) -> None:
    publish(
        entry("permit", "居住证办理", body="带身份证。", category="permit", community=SUNSHINE.code),
        entry("lift", "Installing a lift", language="en", keywords=("elevator",)),
        entry("odd", "<b>&amp; \\ * ( 🚮", summary="{{ x }} %s"),
    )

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(address=st.sampled_from(ADDRESSES), parts=raw_strings)
    @example(address="/api/v1/search", parts=["q=%00", "community=%00"])
    @example(address="/en/search/", parts=["q=" + "%28" * 3000])
    def any_address_is_answered(address: str, parts: list[str]) -> None:
        response = client.get(address, QUERY_STRING="&".join(parts))
        assert response.status_code in (200, 400, 404, 422)
        assert not response.cookies

    with patiently():
        any_address_is_answered()
    # An engine that refuses what we ask answers through the database, and would pass for well.
    assert [record.getMessage() for record in caplog.records if record.name.startswith("search")] == []
    assert not breaker.is_open()


@pytest.mark.usefixtures("each_engine", "no_limit")
def test_known_attacks_are_answered_in_every_parameter(
    client: Client, publish: Publish, caplog: pytest.LogCaptureFixture
) -> None:
    publish(entry("permit", "居住证办理"))
    for address, nasty in product(ADDRESSES, NASTY):
        value = nasty.encode("utf-8", "surrogatepass")
        names = NAMES if len(value) < 100 else ("q",)
        with patiently():
            answer = client.get(address, QUERY_STRING="&".join(quoted(name, value) for name in names))
        assert answer.status_code < 500
    assert [record.getMessage() for record in caplog.records if record.name.startswith("search")] == []


@pytest.mark.usefixtures("provider", "db")
@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_searching_is_reading(client: Client, address: str, method: str) -> None:
    assert getattr(client, method)(address).status_code == 405
