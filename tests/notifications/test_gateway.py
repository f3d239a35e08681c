"""The HTTP gateway for text messages, against a server that answers as gateways do."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from portal.notifications.phones import is_mobile, normal_phone
from portal.notifications.sms import Never, NotNow, Text, provider

TEXT = Text("ref-1", 1, "+86 138 0013 8000", "test.news", "en", {"name": "Mrs Wang"}, "Hello Mrs Wang")


class FakeGateway(BaseHTTPRequestHandler):
    answer = 200
    got: list[tuple[dict, str, str]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.got.append((body, self.headers["Authorization"], self.headers["Idempotency-Key"]))
        self.send_response(type(self).answer)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Says nothing."""


@pytest.fixture
def gateway(settings) -> Iterator[type[FakeGateway]]:
    FakeGateway.answer, FakeGateway.got = 200, []
    with HTTPServer(("127.0.0.1", 0), FakeGateway) as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        settings.SMS_PROVIDER = "portal.notifications.sms.gateway.Gateway"
        settings.SMS_TEMPLATES = {"test.news:en": "SMS_7"}
        settings.SMS_GATEWAY_URL = f"http://127.0.0.1:{server.server_port}/send"
        settings.SMS_GATEWAY_TOKEN = "secret"
        yield FakeGateway
        server.shutdown()


def test_template_and_variables_are_sent_never_the_words(gateway) -> None:
    provider().send(TEXT)
    body = {"phone": "13800138000", "template": "SMS_7", "variables": {"name": "Mrs Wang"}}
    assert gateway.got == [(body, "Bearer secret", "ref-1")]


@pytest.mark.parametrize(("answer", "error"), [(429, NotNow), (500, NotNow), (503, NotNow), (400, Never), (403, Never)])
def test_gateways_refusals_are_told_apart(gateway, answer: int, error: type[Exception]) -> None:
    gateway.answer = answer
    with pytest.raises(error):
        provider().send(TEXT)


def test_gateway_that_is_away_is_tried_again(gateway, settings) -> None:
    settings.SMS_GATEWAY_URL = "http://127.0.0.1:9/send"
    with pytest.raises(NotNow):
        provider().send(TEXT)


@pytest.mark.parametrize(
    ("phone", "kind", "takes"),
    [
        ("13800138000", "test.news", True),
        ("0571-87000000", "test.news", False),
        ("13800138000", "test.other", False),
    ],
)
def test_only_mobiles_with_a_template_get_texts(gateway, phone: str, kind: str, takes: bool) -> None:
    assert provider().takes(phone=phone, kind=kind, language="en") == takes


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("+86 138-0013 8000", "13800138000"),
        ("0086 13800138000", "13800138000"),
        ("（0571）8700 0000", "057187000000"),
        ("+44 20 7946 0000", "+442079460000"),
    ],
)
def test_phones_are_read_as_people_write_them(written: str, number: str) -> None:
    assert normal_phone(written) == number
    assert is_mobile(written) == (number == "13800138000")
