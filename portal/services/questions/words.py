"""What people are told who ask: before they say yes, and when there is an answer."""

from django.utils.translation import gettext_lazy as _

from portal.notifications.kinds import MessageKind, register_kind
from portal.participation.notices import register_notice

ASKING = "services.question"
TITLES = {
    "zh-hans": "我同意社区为回答这个问题保存我填写的内容",
    "en": "I agree that the community keeps what I wrote here to answer it",
}
TEXTS = {
    "zh-hans": (
        "保存您的问题，以及您留下的姓名和电话。只有本社区的工作人员可以看到。如果公开回答，会用社区自己的话重写问题，不提您是谁。"
        "提问一年后，您写的内容、姓名和电话即被删除；回答之前，您可以在自己的页面上撤回。"
    ),
    "en": (
        "Kept are your question, and name and phone if you leave them. Only the staff of this community see them. If it"
        " is answered for everybody, the office words the question anew and does not say who asked. A year after you"
        " asked, what you wrote, name and phone are erased; until it is answered you can take it back on your page."
    ),
}

ANSWER = MessageKind(
    key="services.answer",
    subject=_("An answer to your question"),
    text=_("The office of %(community)s answers: %(answer)s"),
    variables=("community", "answer"),
)
PUBLISHED = MessageKind(
    key="services.answer_published",
    subject=_("Your question was answered"),
    text=_("The office of %(community)s answers your question on its page: %(title)s"),
    variables=("community", "title"),
)


def register() -> None:
    """In AppConfig.ready()."""
    register_notice(ASKING, titles=TITLES, texts=TEXTS)
    register_kind(ANSWER)
    register_kind(PUBLISHED)
