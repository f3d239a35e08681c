from django.urls import path

from portal.plugins.bundled.elevator_consultations import case_file_views, case_views, cost_views, fault_views

urlpatterns = [
    # of all cases
    path("staff/", case_views.staff, name="staff"),
    # of one, for everybody
    path("<int:pk>/fault/", fault_views.fault_report, name="fault_report"),
    path("<int:pk>/fault/thanks/", fault_views.fault_thanks, name="fault_thanks"),
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
]
