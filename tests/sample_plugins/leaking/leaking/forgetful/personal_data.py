from leaking.forgetful.models import Guest


class Data:
    description = {"zh-hans": "访客的姓名和电话。", "en": "Name and phone of guests."}

    def export(self, *, communities, phone):
        return [{"name": guest.name, "phone": guest.phone} for guest in Guest.objects.all()]

    def erase(self, *, communities, phone):
        return Guest.objects.filter(community__in=communities.values("pk"), phone=phone).delete()[0]

    def erase_due(self, *, today):
        return 0
