from datetime import timedelta

from .models import SignUp

KEPT = timedelta(days=183)


class SignUpData:
    description = {
        "zh-hans": "姓名、电话和留言只用于与您联系，半年后删除。",
        "en": "Your name, phone and note are used to contact you only, and erased after half a year.",
    }

    def export(self, *, communities, phone):
        return [
            {"name": row.name, "phone": row.phone, "note": row.note, "signed_up_at": row.signed_up_at.isoformat()}
            for row in self.held(communities, phone)
        ]

    def erase(self, *, communities, phone):
        return self.held(communities, phone).delete()[0]

    def erase_due(self, *, today):
        return SignUp.objects.filter(signed_up_at__date__lt=today - KEPT).delete()[0]

    def held(self, communities, phone):
        return SignUp.objects.filter(community__in=communities.order_by().values("pk"), phone=phone)
