"""For servers that speak Elasticsearch's protocol but not its media type, such as the demo's in-memory server."""

from typing import Any

from elastic_transport import HttpHeaders, Urllib3HttpNode
from elastic_transport.client_utils import DEFAULT

_VERSIONED = "application/vnd.elasticsearch+"


class PlainJsonNode(Urllib3HttpNode):
    """SEARCH_NODE_CLASS=search.node.PlainJsonNode asks for plain JSON instead of Elasticsearch's versioned one."""

    def perform_request(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: HttpHeaders | None = None,
        request_timeout: Any = DEFAULT,
    ) -> Any:
        plain = HttpHeaders(headers or {})
        for name in ("accept", "content-type"):
            kind = plain.get(name) or ""
            if kind.startswith(_VERSIONED):
                plain[name] = kind.replace(_VERSIONED, "application/").split(";", 1)[0]
        return super().perform_request(method, target, body, plain, request_timeout)
