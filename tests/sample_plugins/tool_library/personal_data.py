import datetime as dt

from portal.plugins.api import take_back
from tool_library.models import Loan

KEPT = dt.timedelta(days=183)


class LoanData:
    description = {
        "zh-hans": "借用人的姓名和电话，用于联系取用，半年后删除。",
        "en": "Name and phone of whoever borrows a tool, to call when it is ready; erased after half a year.",
    }

    def export(self, *, communities, phone):
        return [
            {"tool": str(loan.tool), "name": loan.name, "phone": loan.phone, "asked_at": loan.asked_at.isoformat()}
            for loan in self.held(communities, phone).select_related("tool")
        ]

    def erase(self, *, communities, phone):
        held = self.held(communities, phone)
        for loan in held:
            take_back(about=loan.about)
        return held.delete()[0]

    def erase_due(self, *, today):
        return Loan.objects.filter(asked_at__date__lt=today - KEPT).delete()[0]

    def held(self, communities, phone):
        return Loan.objects.filter(tool__community__in=communities.order_by().values("pk"), phone=phone)
