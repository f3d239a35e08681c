"""Taking stock for a rebuild: every entry the provider has gets its row, every row its text anew."""

from search.contract import get_provider
from search.marks import mark
from search.models import SearchDocument
from search.preparing import BATCH, prepare
from search.rebuilding import Progress, nothing


def take_stock() -> int:
    """Mark every entry the provider has and the rows do not; how many. The provider is right where they differ."""
    known = set(SearchDocument.objects.values_list("entry_id", "language"))
    new = {ref.id for ref in get_provider().all_refs() if (ref.id, ref.language) not in known}
    mark(sorted(new))
    return len(new)


def prepare_everything(done: Progress = nothing) -> None:
    """Work out the text of all rows again, for instance after an upgrade that prepares it differently."""
    pks = list(SearchDocument.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), BATCH):
        prepare(pks[start : start + BATCH])
        done(len(pks[start : start + BATCH]))
