from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    """Something to sign up for, as an app of the portal's own would have it."""

    name = "tests.workshops"
    label = "workshops"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.participation.notices import register_notice  # noqa: PLC0415 - once the apps are loaded

        register_notice(
            "workshops.sign_up",
            titles={"zh-hans": "我同意保存我的报名信息", "en": "I agree that my sign-up is kept"},
            texts={"zh-hans": "只保留到活动结束后一个月。", "en": "It is kept for a month after the workshop."},
        )
        register_notice(
            "workshops.child",
            titles={"zh-hans": "我是监护人，同意孩子参加", "en": "I am the guardian and agree"},
            texts={"zh-hans": "孩子的姓名只有组织者能看到。", "en": "Only the organiser sees the child's name."},
        )
