"""What a browser must never meet on our pages, whatever a journey is about."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response

#: Said by the browser itself as well, but not on every page at a moment when somebody listens.
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP report: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""
#: What the browser says of an answer that `_answered` and `_failed` judge.
ABOUT_ANSWERS = "Failed to load resource"


@dataclass
class Watch:
    """Reports of the Content-Security-Policy, errors in scripts or on the console, requests to other hosts, answers
    of 500 and more, parts of a page that are missing. Pages themselves may be missing: 404 is an answer; and 400 is
    Wagtail's to a draft it saves by itself while the form is not whole yet."""

    problems: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.problems.append(f"script error: {error.error}"))
        context.on("request", self._asked)
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(ABOUT_ANSWERS):
            self.problems.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname != "127.0.0.1":
            self.problems.append(f"left the host: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # somebody went on before it was there
            self.problems.append(f"{request.failure}: {request.url}")

    def _answered(self, response: Response) -> None:
        is_page = response.request.resource_type == "document"
        is_draft = (response.status, response.request.method) == (400, "POST") and "/admin/pages/" in response.url
        if response.status >= 500 or (response.status >= 400 and not is_page and not is_draft):
            self.problems.append(f"{response.status}: {response.request.method} {response.url}")
