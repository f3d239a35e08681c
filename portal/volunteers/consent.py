"""What volunteers are told before they say yes; cities may word a later version."""

from portal.participation.notices import register_notice

JOINING = "volunteers.joining"
TITLES = {
    "zh-hans": "我同意社区为队伍工作保存我填写的内容",
    "en": "I agree that the community keeps what I wrote here for the team’s work",
}
TEXTS = {
    "zh-hans": (
        "保存姓名、电话、空闲时间和特长，以后还有班次和服务时长。社区工作人员可以看到全部内容，队长只看到姓名和班次。"
        "您随时可以在自己的页面上退出；退出两年后，姓名和电话即被删除，只保留队伍的服务时长。"
    ),
    "en": (
        "Kept are name, phone, times and skills, later your shifts and hours. The community’s staff see all of it, the"
        " team’s leader your name and shifts. You can leave the team on your page at any time; two years later name and"
        " phone are erased, and only the team’s hours remain."
    ),
}


def register() -> None:
    register_notice(JOINING, titles=TITLES, texts=TEXTS)
