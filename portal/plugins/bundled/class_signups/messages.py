"""What families are told, and the words they agree to."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from portal.plugins.api import MessageKind, register_message, register_notice

CLASS_AND_WHEN = ("class", "when")
GUARDIAN, PERSON, NEEDS = "classes.guardian", "classes.person", "classes.needs"
KEPT = dt.timedelta(days=90)


def register() -> None:
    """Called in AppConfig.ready()."""
    text = _("You have a place in %(class)s. It begins on %(when)s.")
    register_message(MessageKind("classes.signed_up", _("A place in the class"), text, CLASS_AND_WHEN))
    text = _("You are on the waiting list of %(class)s. We tell you when there is a place.")
    register_message(MessageKind("classes.waiting", _("On the waiting list"), text, CLASS_AND_WHEN))
    text = _(
        "You are on the waiting list of %(class)s: residents come first until %(until)s. Whose residence is confirmed "
        "gets a place before, after that the list goes on in order."
    )
    register_message(
        MessageKind("classes.waiting_residents", _("On the waiting list"), text, (*CLASS_AND_WHEN, "until"))
    )
    text = _("You are in the draw for %(class)s. We tell you when it is drawn; being early makes no difference.")
    register_message(MessageKind("classes.in_draw", _("In the draw"), text, CLASS_AND_WHEN))
    text = _("There is a place for you in %(class)s, from %(when)s. Please answer on your page, or call us.")
    register_message(MessageKind("classes.offer", _("A place is free: do you want it?"), text, CLASS_AND_WHEN))
    text = _("The place in %(class)s that was offered to you went to the next family, as we had no answer in time.")
    register_message(MessageKind("classes.offer_over", _("The offer is over"), text, CLASS_AND_WHEN))
    text = _("%(class)s takes place: enough have signed up. It begins on %(when)s.")
    register_message(MessageKind("classes.takes_place", _("The class takes place"), text, CLASS_AND_WHEN))
    text = _("%(class)s from %(when)s is called off: too few have signed up. We are sorry.")
    register_message(MessageKind("classes.called_off", _("The class is called off"), text, CLASS_AND_WHEN))
    named = (*CLASS_AND_WHEN, "before")
    text = _(
        "You have a place in %(class)s from %(when)s now, instead of %(before)s. "
        "Your reference and your page stay the same."
    )
    register_message(MessageKind("classes.moved", _("Moved to another class"), text, named))
    text = _(
        "%(before)s does not take place: too few have signed up. You have a place in %(class)s from %(when)s instead. "
        "If that does not suit you, please cancel on your page."
    )
    register_message(MessageKind("classes.merged", _("The class goes on in another one"), text, named))
    text = _(
        "%(before)s does not take place: too few have signed up. You are on the waiting list of %(class)s instead. "
        "We tell you when there is a place."
    )
    register_message(MessageKind("classes.merged_waiting", _("The class goes on in another one"), text, named))
    text = _("%(class)s has changed: %(changes)s")
    register_message(MessageKind("classes.changed", _("The class has changed"), text, ("class", "changes")))
    text = _("%(class)s: %(text)s")
    register_message(MessageKind("classes.news", _("News of the class"), text, ("class", "text")))
    register_notice(
        GUARDIAN,
        titles={
            "zh-hans": "我是孩子的监护人，同意保存孩子的姓名和出生日期",
            "en": "I am the children’s guardian and agree that their names and dates of birth are kept",
        },
        texts={
            "zh-hans": "只用于安排这门课：名单只有本社区负责课程的工作人员和老师能看到，"
            "不用于其他用途，课程结束九十天后删除。您随时可以撤回同意，撤回后请取消报名。",
            "en": "For this class only: seen by the community’s class staff and the teacher, used for nothing else, "
            "erased ninety days after it is over. You may take your consent back at any time; please cancel then.",
        },
    )
    register_notice(
        PERSON,
        titles={"zh-hans": "我同意保存我的报名信息", "en": "I agree that my sign-up is kept"},
        texts={
            "zh-hans": "只用于安排这门课，课程结束九十天后删除。",
            "en": "For this class only, erased ninety days after it is over.",
        },
    )
    register_notice(
        NEEDS,
        titles={
            "zh-hans": "我同意保存上面填写的健康和特殊需要",
            "en": "I agree that the health and access needs above are kept",
        },
        texts={
            "zh-hans": "加密保存，只有负责课程的工作人员和老师能看到。不填写也可以报名。",
            "en": "Kept sealed, seen by staff for classes and the teacher only. You can sign up without saying any.",
        },
    )
