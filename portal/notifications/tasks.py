from django_tasks import task


@task()
def deliver() -> None:
    """Deliver what is due; the same that `run_due` does, but at once."""
    from portal.notifications.worker import deliver_due  # noqa: PLC0415 - the worker imports what enqueues this

    deliver_due()
