from portal.plugins.api import PUBLIC, Category, Plugin, PluginConfig, Role

#: Of a day: who came, who was collected by whom, who is missing.
CARE = ("day", "child_day", "missing")
#: Views in which children have names.
STAFF = (
    "staff",
    "sign_ups",
    "register",
    "counter",
    "message",
    "file",
    "draw_seed",
    "move",
    "changes",
    "change",
    "confirm_residence",
    "answer",
    *CARE,
)


class ClassSignUpsConfig(PluginConfig):
    name = "portal.plugins.bundled.class_signups"
    label = "class_signups"
    plugin = Plugin(
        key="classes",
        names={"zh-hans": "课程报名", "en": "Class sign-ups"},
        descriptions={
            "zh-hans": "课后托管、假期课程、兴趣班：时间、名额、报名都在这里。",
            "en": "After-school care, holiday and hobby classes: when they are, what places are left, and signing up.",
        },
        version="1.0",
        api=">=1.0,<2",
        icon="school",
        category=Category.LEARNING,
        urls="portal.plugins.bundled.class_signups.urls",
        views={"sign_up": PUBLIC, "draw": PUBLIC, "draw_list": PUBLIC, "residence": PUBLIC}
        | dict.fromkeys(STAFF, Role.EDITOR),
        settings_form="portal.plugins.bundled.class_signups.settings_form.ClassSettingsForm",
    )

    def ready(self) -> None:
        from portal.plugins.bundled.class_signups import following, messages  # noqa: PLC0415 - once the apps are loaded

        following.connect()
        messages.register()
