from django_tasks import task


@task()
def sync_search() -> None:
    """Bring rows and engine up to date, after a change too large for the request that made it."""
    from search.sync import sync_waiting  # noqa: PLC0415 - what sync uses enqueues this task

    sync_waiting()
