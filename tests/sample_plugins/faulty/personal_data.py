from django.contrib.contenttypes.models import ContentType

NOBODY = "55555"


class FaultyData:
    """Holds nothing, and fails in the database when it is asked about one number."""

    description = {"zh-hans": "不保存任何信息。", "en": "Nothing."}

    def export(self, *, communities, phone):
        return self._fail(phone) or []

    def erase(self, *, communities, phone):
        return self._fail(phone) or 0

    def erase_due(self, *, today):
        return 0

    def _fail(self, phone):
        if phone == NOBODY:
            taken = ContentType.objects.order_by("pk")[0]
            ContentType(app_label=taken.app_label, model=taken.model).save(force_insert=True)
