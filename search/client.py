"""Connections to the engine: an impatient one for residents, a patient one for workers."""

from functools import lru_cache
from typing import Any

from django.utils.module_loading import import_string
from elasticsearch import Elasticsearch

from search.conf import EngineSettings, engine_settings

_WEB_SECONDS = 0.8
_WORKER_SECONDS = 10.0
#: Requests of residents at the same time, and the connections for them.
WEB_POOL = 8


def web_client(seconds: float = _WEB_SECONDS) -> Elasticsearch | None:
    """One try, so many seconds for each read; use it through `deadline.call`. None where no engine is configured."""
    chosen = engine_settings()
    return _client(chosen, seconds, 0) if chosen else None


def worker_client() -> Elasticsearch | None:
    chosen = engine_settings()
    return _client(chosen, _WORKER_SECONDS, 2) if chosen else None


@lru_cache(maxsize=4)
def _client(chosen: EngineSettings, seconds: float, retries: int) -> Elasticsearch:
    options: dict[str, Any] = {}
    if chosen.username:
        options["basic_auth"] = (chosen.username, chosen.password)
    if chosen.ca_certs:
        options["ca_certs"] = chosen.ca_certs
    if chosen.node_class:
        options["node_class"] = import_string(chosen.node_class)
    return Elasticsearch(
        chosen.url,
        request_timeout=seconds,
        max_retries=retries,
        retry_on_timeout=False,
        connections_per_node=WEB_POOL,
        # The breaker says when to try again; the client's own memory of a dead node would keep it out longer.
        dead_node_backoff_factor=0,
        **options,
    )
