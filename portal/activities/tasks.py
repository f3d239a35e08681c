from collections.abc import Sequence

from django_tasks import task


@task()
def work_out_dates() -> None:
    """Ask for everything that is marked, after a change too large for the request that made it."""
    from portal.activities.storing import catch_up  # noqa: PLC0415 - storing marks, and marks enqueue this

    catch_up()


def work_out(marked: Sequence[tuple[str, str]]) -> None:
    """(owner, uid) of a few entries, at once."""
    from portal.activities.storing import work_off  # noqa: PLC0415 - likewise

    for owner in dict.fromkeys(owner for owner, _uid in marked):
        work_off(owner, [uid for other, uid in marked if other == owner])
