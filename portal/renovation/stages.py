"""The way of a project. What else must be true for a step is asked by the actions."""

from collections.abc import Mapping

from portal.renovation.choices import Stage

#: {stage: stages that may follow}. A plan may be asked about again, works may lead back to the plan. Acceptance is left
#: by its own actions only: to mending when residents are not satisfied, to the end when both halves are there.
NEXT: Mapping[Stage, tuple[Stage, ...]] = {
    Stage.ASKING: (Stage.PLANNING,),
    Stage.PLANNING: (Stage.WORKS, Stage.ASKING),
    Stage.WORKS: (Stage.ACCEPTANCE, Stage.PLANNING),
    Stage.ACCEPTANCE: (Stage.MENDING, Stage.DONE),
    Stage.MENDING: (Stage.ACCEPTANCE,),
    Stage.DONE: (),
}
#: Steps that staff take by a button of their own; the others follow from something.
BY_HAND = frozenset({Stage.ASKING, Stage.PLANNING, Stage.WORKS})


def can_follow(before: Stage, after: Stage) -> bool:
    return after in NEXT[before]


def steps_by_hand(stage: Stage) -> list[Stage]:
    """Where staff may go from here without anything else being decided."""
    return [after for after in NEXT[stage] if stage in BY_HAND]
