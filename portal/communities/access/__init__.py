"""Walls between communities in the admin.

Wagtail's generic views ask whether somebody may edit *a* model, not *this* row of it, and some of its views (and
wagtail-localize's) ask nothing at all. So there are three walls:

* `policy`, `views`, `viewsets`: for models that belong to a community. Register a `CommunityPermissionPolicy` for the
  model and show it in a `CommunityScopedViewSet`; listings, exports, forms and single rows are then limited.
* `gate`, `addresses`: in front of every admin address stands a gate that is closed to everyone but city administrators,
  unless the address is listed, with the check it needs.
* `references`: what a form sends by number is compared with what its choosers would have offered.

How to use them: docs/decisions/ and the docstrings of `CommunityScopedViewSet` and `gate.admit`.
"""
