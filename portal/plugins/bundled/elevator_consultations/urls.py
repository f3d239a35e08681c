from django.urls import path

from portal.plugins.bundled.elevator_consultations import (
    answer_views,
    call_views,
    case_file_views,
    case_views,
    cost_views,
    fault_views,
    paper_views,
    question_views,
    register_views,
)

urlpatterns = [
    # of all cases
    path("staff/", case_views.staff, name="staff"),
    # of one, for everybody
    path("<int:pk>/fault/", fault_views.fault_report, name="fault_report"),
    path("<int:pk>/fault/thanks/", fault_views.fault_thanks, name="fault_thanks"),
    path("<int:pk>/answer/<int:question>/", answer_views.answer, name="answer"),
    path("<int:pk>/answer/<int:question>/thanks/", answer_views.answer_thanks, name="answer_thanks"),
    # of one, for staff
    path("<int:pk>/staff/", case_views.staff_case, name="staff_case"),
    path("<int:pk>/staff/file/", case_file_views.case_file, name="case_file"),
    path("<int:pk>/staff/file/workbook/", case_file_views.case_workbook, name="case_workbook"),
    path("<int:pk>/staff/costs/", cost_views.costs, name="costs"),
    path("<int:pk>/staff/costs/add/", cost_views.cost_plan_add, name="cost_plan_add"),
    path("<int:pk>/staff/costs/<int:plan>/", cost_views.cost_plan, name="cost_plan"),
    path("<int:pk>/staff/costs/choose/", cost_views.cost_choose, name="cost_choose"),
    path("<int:pk>/staff/costs/delete/", cost_views.cost_delete, name="cost_delete"),
    path("<int:pk>/staff/costs/table/", cost_views.cost_table, name="cost_table"),
    path("<int:pk>/staff/faults/", fault_views.faults, name="faults"),
    path("<int:pk>/staff/faults/mark/", fault_views.fault_mark, name="fault_mark"),
    path("<int:pk>/staff/faults/<int:fault>/", fault_views.fault, name="fault"),
    path("<int:pk>/staff/register/", register_views.register, name="register"),
    path("<int:pk>/staff/register/import/", register_views.register_import, name="register_import"),
    path("<int:pk>/staff/register/file/<slug:kind>/", register_views.register_file, name="register_file"),
    path("<int:pk>/staff/register/add/", register_views.unit_add, name="unit_add"),
    path("<int:pk>/staff/register/<int:unit>/", register_views.unit, name="unit"),
    path("<int:pk>/staff/register/<int:unit>/merge/", register_views.unit_merge, name="unit_merge"),
    path("<int:pk>/staff/register/<int:unit>/remove/", register_views.unit_remove, name="unit_remove"),
    path("<int:pk>/staff/questions/", question_views.questions, name="questions"),
    path("<int:pk>/staff/questions/open/", question_views.question_open, name="question_open"),
    path("<int:pk>/staff/questions/<int:question>/", question_views.question, name="question"),
    path("<int:pk>/staff/questions/<int:question>/closing/", question_views.question_close, name="question_close"),
    path("<int:pk>/staff/questions/<int:question>/decide/", question_views.question_decide, name="question_decide"),
    path("<int:pk>/staff/questions/<int:question>/paper/", paper_views.paper, name="paper"),
    path("<int:pk>/staff/questions/<int:question>/answer/", paper_views.single_answer, name="single_answer"),
    path("<int:pk>/staff/questions/<int:question>/scan/", paper_views.scan, name="scan"),
    path("<int:pk>/staff/questions/<int:question>/calls/", call_views.call_list, name="call_list"),
    path("<int:pk>/staff/questions/<int:question>/calls/visit/", call_views.door_visit, name="door_visit"),
]
