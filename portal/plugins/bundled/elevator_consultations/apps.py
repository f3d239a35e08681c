from portal.plugins.api import PUBLIC, Category, Plugin, PluginConfig, Role

#: {view: the least role that may open it}. What decides a case is a lead's, what is entered day by day an editor's.
VIEWS: dict[str, Role | type[PUBLIC]] = {
    "case_file": Role.LEAD,
    "case_workbook": Role.LEAD,
    "cost_choose": Role.LEAD,
    "cost_delete": Role.LEAD,
    "cost_plan": Role.EDITOR,
    "cost_plan_add": Role.EDITOR,
    "cost_table": Role.EDITOR,
    "costs": Role.EDITOR,
    "fault": Role.EDITOR,
    "fault_mark": Role.EDITOR,
    "fault_report": PUBLIC,
    "fault_thanks": PUBLIC,
    "faults": Role.EDITOR,
    "staff": Role.EDITOR,
    "staff_case": Role.EDITOR,
}


class ElevatorConsultationsConfig(PluginConfig):
    name = "portal.plugins.bundled.elevator_consultations"
    label = "elevator_consultations"
    plugin = Plugin(
        key="elevators",
        names={"zh-hans": "加装电梯征询", "en": "Elevator consultations"},
        descriptions={
            "zh-hans": "老楼加装电梯：一户一票征询意见、双过线、费用分摊、公示、异议答复，直到投用报修。",
            "en": "Elevators for old buildings: one voice a household, both thresholds, sharing the cost, notice, "
            "answered objections, and a fault line once it runs; every step can be checked.",
        },
        version="1.0",
        api=">=1.0,<2",
        icon="elevator",
        category=Category.HOUSING,
        urls="portal.plugins.bundled.elevator_consultations.urls",
        views=VIEWS,
        settings_form="portal.plugins.bundled.elevator_consultations.settings_form.ElevatorSettingsForm",
    )

    def ready(self) -> None:
        from portal.plugins.bundled.elevator_consultations import following  # noqa: PLC0415 - once the apps are loaded

        following.connect()
