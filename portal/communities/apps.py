from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "portal.communities"
    label = "communities"

    def ready(self) -> None:
        from wagtail.models import TaskState  # noqa: PLC0415 - models are ready only now
        from wagtail.signals import task_submitted  # noqa: PLC0415 - likewise

        from portal.communities import addresses, find_terms, photos  # noqa: F401, PLC0415 - likewise; addresses has a check
        from portal.communities.moderation import moderation_mail  # noqa: PLC0415 - likewise

        find_terms.connect()
        photos.connect()
        task_submitted.connect(moderation_mail, sender=TaskState, dispatch_uid="communities.moderation_mail")
