"""What each stage means and what comes next, in plain words; and what a move asks for, as a list to tick off."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.plugins.bundled.elevator_consultations import stages
from portal.plugins.bundled.elevator_consultations.choices import Stage
from portal.plugins.bundled.elevator_consultations.stages import Condition, Facts, conditions_of

#: What happens in it.
WHAT: dict[Stage, Promise] = {
    Stage.SURVEY: _("Every household says whether it wants an elevator. Nothing is decided yet."),
    Stage.DESIGN: _("Where the elevator stands, what it looks like and what it costs is drawn up."),
    Stage.CONSENT: _("The owners decide on this plan and its costs, by the law’s two thresholds."),
    Stage.NOTICE: _("Plan and figures hang in the stairwell and stand here. Whoever does not agree can object."),
    Stage.OBJECTIONS: _("Every objection is talked about and gets an answer that everybody can read."),
    Stage.REVIEW: _("The authorities look at the plan together and give the permit."),
    Stage.CONSTRUCTION: _("The elevator is built."),
    Stage.ACCEPTANCE: _("The elevator is inspected. It carries nobody before it has its certificate."),
    Stage.IN_USE: _("The elevator runs. What is broken can be reported on this page."),
    Stage.STOPPED: _("Nothing goes on for now. It can be taken up again."),
}
#: What comes after it.
AHEAD: dict[Stage, Promise] = {
    Stage.SURVEY: _("If enough households want it, a plan is drawn up."),
    Stage.DESIGN: _("Once there are drawings and a cost plan, the owners are asked for their consent."),
    Stage.CONSENT: _("If enough owners take part and agree, the plan is posted as a public notice."),
    Stage.NOTICE: _("When the days of the notice are over, objections are answered."),
    Stage.OBJECTIONS: _("When every objection has its answer, the authorities review the plan."),
    Stage.REVIEW: _("With the permit, construction begins."),
    Stage.CONSTRUCTION: _("When it is built, it is inspected."),
    Stage.ACCEPTANCE: _("With the certificate of acceptance everybody can use it."),
    Stage.IN_USE: _("It is looked after and inspected every year."),
    Stage.STOPPED: _("If it is taken up again, it begins with a survey or a new plan."),
}
#: What a condition asks for, once it is met.
MET: dict[Condition, Promise] = {
    stages.answered: _("Every objection has its answer"),
    stages.surveyed: _("The intention survey is counted"),
    stages.drawn: _("A drawing is among the documents"),
    stages.costed: _("A cost plan is chosen"),
    stages.consented: _("The owners agreed, by number and by area"),
    stages.posted: _("A public notice stands, and nothing has changed since"),
    stages.notice_ran: _("The notice has run its full time"),
    stages.settled: _("No objection is left that the rules want settled"),
    stages.posted_after_upheld: _("No objection was upheld after the notice was posted"),
    stages.permitted: _("The permit is among the documents"),
    stages.certified: _("The certificate of acceptance is among the documents"),
}


@dataclass(frozen=True, slots=True)
class Check:
    """A line of the list: `problem` is empty where it is met."""

    label: str
    problem: str


def checklist(facts: Facts, to: Stage) -> list[Check]:
    """What the move asks for, in the order of the stages, each thing once."""
    checks = [Check(str(MET[condition]), condition(facts)) for condition in conditions_of(facts.stage, to)]
    without_notice = facts.notice is None
    return [each for each in checks if not (without_notice and each.label == str(MET[stages.notice_ran]))]
