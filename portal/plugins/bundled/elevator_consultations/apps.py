from django.db.models.signals import post_migrate

from portal.plugins.api import PUBLIC, Category, Plugin, PluginConfig, Role

#: {view: the least role that may open it}. What decides a case is a lead's, what is entered day by day an editor's.
VIEWS: dict[str, Role | type[PUBLIC]] = {
    "answer": PUBLIC,
    "answer_thanks": PUBLIC,
    "call_list": Role.EDITOR,
    "case_file": Role.LEAD,
    "cost_choose": Role.LEAD,
    "cost_delete": Role.LEAD,
    "cost_plan": Role.EDITOR,
    "cost_plan_add": Role.EDITOR,
    "cost_table": Role.EDITOR,
    "costs": Role.EDITOR,
    "document_remove": Role.EDITOR,
    "documents": Role.EDITOR,
    "door_visit": Role.EDITOR,
    "fault": Role.EDITOR,
    "fault_mark": Role.EDITOR,
    "fault_report": PUBLIC,
    "fault_thanks": PUBLIC,
    "faults": Role.EDITOR,
    "my_objections": PUBLIC,
    "notice": PUBLIC,
    "notice_file": PUBLIC,
    "notice_of": PUBLIC,
    "notice_post": Role.LEAD,
    "notice_poster": PUBLIC,
    "objection": Role.EDITOR,
    "objection_enter": Role.EDITOR,
    "objection_list": Role.EDITOR,
    "objection_words": Role.EDITOR,
    "objections": PUBLIC,
    "paper": Role.EDITOR,
    "question": Role.EDITOR,
    "question_close": Role.LEAD,
    "question_decide": Role.LEAD,
    "question_open": Role.LEAD,
    "questions": Role.EDITOR,
    "register": Role.EDITOR,
    "register_file": Role.EDITOR,
    "register_import": Role.LEAD,
    "scan": Role.LEAD,
    "single_answer": Role.LEAD,
    "staff": Role.EDITOR,
    "staff_case": Role.EDITOR,
    "stage": Role.EDITOR,
    "stage_move": Role.LEAD,
    "unit": Role.LEAD,
    "unit_add": Role.LEAD,
    "unit_merge": Role.LEAD,
    "unit_remove": Role.LEAD,
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
        personal_data="portal.plugins.bundled.elevator_consultations.erasing.ElevatorPersonalData",
    )

    def ready(self) -> None:
        from portal.plugins.bundled.elevator_consultations import following, jobs, rule_sets  # noqa: PLC0415 - once the apps are loaded

        following.connect()
        jobs.register_jobs()
        post_migrate.connect(rule_sets.make_first_rules, sender=self, dispatch_uid="elevators_first_rules")
