"""Everything people and webhooks are told of, one line a kind.

A kind's name is stable: it stands in stored rows and in what webhooks send. Its sentence is made from the stored
values when somebody reads it, in the language of the reader; `values.py` says what may stand in one.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from tandem.accounts.roles import Capability
from tandem.messaging.channels import Mail

C = Capability


class Group(models.TextChoices):
    SCORECARDS = "scorecards", _("Scorecards")
    FACTS = "facts", _("Facts")
    RELATIONSHIPS = "relationships", _("Relationships")
    QUALIFICATION = "qualification", _("Qualification")
    REQUESTS = "requests", _("Requests")
    ASSESSMENTS = "assessments", _("Questionnaires and audits")
    SELECTIONS = "selections", _("Selections")
    PEOPLE = "people", _("People and access")
    INTEGRATIONS = "integrations", _("Integrations")


@dataclass(frozen=True)
class Kind:
    """`needs` is what a member must be able to do to be told, and to read it later; None: the person named.

    `mail` is how it comes by mail unless a person chose otherwise.
    """

    name: str
    group: Group
    label: str | Promise
    sentence: str | Promise
    needs: Capability | None
    icon: str
    tone: str = "info"
    mail: Mail = Mail.NEVER


_ALL = (
    Kind(
        "scorecard.published",
        Group.SCORECARDS,
        _("A customer published our scorecard"),
        _("%(customer)s published your scorecard for %(period)s: %(grade)s"),
        C.READ_CUSTOMERS,
        "gauge",
        mail=Mail.AT_ONCE,
    ),
    Kind(
        "run.published",
        Group.SCORECARDS,
        _("A run was published"),
        ngettext_lazy(
            "%(template)s for %(period)s was published: %(count)s supplier",
            "%(template)s for %(period)s was published: %(count)s suppliers",
            "count",
        ),
        C.READ_SUPPLIERS,
        "circle-check",
        "good",
    ),
    Kind(
        "run.ready",
        Group.SCORECARDS,
        _("A run is ready for review"),
        ngettext_lazy(
            "%(template)s for %(period)s is ready to be reviewed: %(count)s supplier",
            "%(template)s for %(period)s is ready to be reviewed: %(count)s suppliers",
            "count",
        ),
        C.PUBLISH_SCORECARDS,
        "clipboard-check",
        mail=Mail.DIGEST,
    ),
    Kind(
        "run.failed",
        Group.SCORECARDS,
        _("A run stopped"),
        _("%(template)s for %(period)s stopped: %(problem)s"),
        C.RUN_SCORECARDS,
        "alert-circle",
        "bad",
        Mail.AT_ONCE,
    ),
    Kind(
        "import.finished",
        Group.FACTS,
        _("A file was loaded, without some of its rows"),
        ngettext_lazy(
            "%(file)s was loaded, but %(count)s row was rejected",
            "%(file)s was loaded, but %(count)s rows were rejected",
            "count",
        ),
        C.IMPORT_FACTS,
        "file-alert",
        "warning",
        Mail.DIGEST,
    ),
    Kind(
        "import.rejected",
        Group.FACTS,
        _("A file was refused because rows were rejected"),
        ngettext_lazy(
            "%(file)s was not loaded: %(count)s row was rejected",
            "%(file)s was not loaded: %(count)s rows were rejected",
            "count",
        ),
        C.IMPORT_FACTS,
        "file-alert",
        "bad",
        Mail.AT_ONCE,
    ),
    Kind(
        "import.failed",
        Group.FACTS,
        _("The loading of a file was interrupted"),
        _("%(file)s was not loaded: %(problem)s"),
        C.IMPORT_FACTS,
        "alert-triangle",
        "bad",
        Mail.AT_ONCE,
    ),
    Kind(
        "suppliers.unmatched",
        Group.FACTS,
        _("Rows came in under unknown supplier numbers"),
        ngettext_lazy(
            "%(count)s row of %(file)s waits for a supplier number to be matched",
            "%(count)s rows of %(file)s wait for supplier numbers to be matched",
            "count",
        ),
        C.MATCH_SUPPLIERS,
        "arrow-merge",
        "warning",
        Mail.DIGEST,
    ),
    Kind(
        "screening.found",
        Group.RELATIONSHIPS,
        _("Suppliers may be on a screening list"),
        ngettext_lazy(
            "%(count)s possible match with a screening list is to be decided",
            "%(count)s possible matches with a screening list are to be decided",
            "count",
        ),
        C.DECIDE_SCREENING,
        "shield-check",
        "warning",
        mail=Mail.DIGEST,
    ),
    Kind(
        "screening.confirmed",
        Group.RELATIONSHIPS,
        _("A supplier was confirmed to be on a screening list"),
        _("%(supplier)s is on a list as %(listed)s: %(reason)s"),
        C.DECIDE_SCREENING,
        "alert-triangle",
        "bad",
        mail=Mail.AT_ONCE,
    ),
    Kind(
        "relationship.stage_changed",
        Group.RELATIONSHIPS,
        _("A supplier of mine moved to another stage"),
        _("%(supplier)s went from “%(old)s” to “%(new)s”: %(reason)s"),
        C.READ_SUPPLIERS,
        "route",
        mail=Mail.DIGEST,
    ),
    Kind(
        "relationship.owner_changed",
        Group.RELATIONSHIPS,
        _("I became a supplier’s owner, or ceased to be"),
        _("%(supplier)s: %(new)s is its owner now, before %(old)s"),
        C.READ_SUPPLIERS,
        "user-check",
        mail=Mail.DIGEST,
    ),
    Kind(
        "passport.proposed",
        Group.QUALIFICATION,
        _("A supplier put a version of its passport before us"),
        _("%(supplier)s published version %(version)s of its passport: accept or refuse it"),
        C.MANAGE_QUALIFICATION,
        "id-badge-2",
        mail=Mail.DIGEST,
    ),
    Kind(
        "passport.accepted",
        Group.QUALIFICATION,
        _("A customer accepted our passport"),
        _("%(customer)s accepted version %(version)s of your passport"),
        C.KEEP_PASSPORT,
        "check",
        "good",
    ),
    Kind(
        "passport.refused",
        Group.QUALIFICATION,
        _("A customer refused our passport"),
        _("%(customer)s refused version %(version)s of your passport: %(reason)s"),
        C.KEEP_PASSPORT,
        "ban",
        "warning",
        Mail.AT_ONCE,
    ),
    Kind(
        "bank_account.proposed",
        Group.QUALIFICATION,
        _("A supplier names another bank account"),
        _(
            "%(supplier)s names another bank account (%(account)s): payments are held until it is checked. Call back."
        ),
        C.CONFIRM_BANK_ACCOUNTS,
        "building-bank",
        "warning",
        Mail.AT_ONCE,
    ),
    Kind(
        "bank_account.called",
        Group.QUALIFICATION,
        _("A change of bank account waits for its second person"),
        _("%(person)s called %(supplier)s back about %(account)s: a second person confirms or refuses it"),
        C.CONFIRM_BANK_ACCOUNTS,
        "phone-call",
        "warning",
        Mail.AT_ONCE,
    ),
    Kind(
        "bank_account.confirmed",
        Group.QUALIFICATION,
        _("A customer confirmed our bank account"),
        _("%(customer)s confirmed your bank account %(account)s and pays to it from now on"),
        C.KEEP_PASSPORT,
        "building-bank",
        "good",
        Mail.AT_ONCE,
    ),
    Kind(
        "bank_account.refused",
        Group.QUALIFICATION,
        _("A customer refused our bank account"),
        _("%(customer)s refused your bank account %(account)s: %(reason)s"),
        C.KEEP_PASSPORT,
        "ban",
        "bad",
        Mail.AT_ONCE,
    ),
    Kind(
        "registration.waiting",
        Group.QUALIFICATION,
        _("A company registered with us"),
        _("%(company)s would like to become a supplier: accept or refuse the registration"),
        C.MANAGE_QUALIFICATION,
        "building-store",
        mail=Mail.DIGEST,
    ),
    Kind(
        "request.asked",
        Group.REQUESTS,
        _("A customer asks us for something"),
        _("%(customer)s asks: %(what)s, by %(due)s"),
        C.ANSWER_CUSTOMERS,
        "send",
        mail=Mail.AT_ONCE,
    ),
    Kind(
        "request.answered",
        Group.REQUESTS,
        _("A supplier answered what I asked"),
        _("%(supplier)s answered: %(what)s"),
        C.READ_SUPPLIERS,
        "message",
        "good",
        Mail.DIGEST,
    ),
    Kind(
        "request.returned",
        Group.REQUESTS,
        _("A customer returned our answer"),
        _("%(customer)s returned the answer (%(what)s): %(reason)s"),
        C.ANSWER_CUSTOMERS,
        "arrow-back-up",
        "warning",
        Mail.AT_ONCE,
    ),
    Kind(
        "request.accepted",
        Group.REQUESTS,
        _("A customer accepted our answer"),
        _("%(customer)s accepted the answer: %(what)s"),
        C.ANSWER_CUSTOMERS,
        "check",
        "good",
    ),
    Kind(
        "request.withdrawn",
        Group.REQUESTS,
        _("A customer withdrew a request"),
        _("%(customer)s withdrew its request: %(what)s"),
        C.ANSWER_CUSTOMERS,
        "ban",
    ),
    Kind(
        "link.wanted",
        Group.REQUESTS,
        _("A supplier asks for a new link"),
        _("%(supplier)s asks for a new link: %(what)s"),
        C.ASK_SUPPLIERS,
        "refresh",
        "warning",
        Mail.DIGEST,
    ),
    Kind(
        "invitation.wanted",
        Group.REQUESTS,
        _("Somebody at a supplier asks to be invited"),
        _("Somebody at %(supplier)s asks to be invited: %(email)s"),
        C.ASK_SUPPLIERS,
        "user-plus",
        mail=Mail.DIGEST,
    ),
    Kind(
        "supplier.first_member",
        Group.REQUESTS,
        _("A supplier of ours has its first person in Tandem, invited by another customer"),
        _("%(email)s, invited by another of its customers, is the first administrator of %(supplier)s"),
        C.MANAGE_RELATIONSHIPS,
        "user-check",
    ),
    Kind(
        "assessment.asked",
        Group.ASSESSMENTS,
        _("A customer asks us to answer a questionnaire"),
        _("%(customer)s asks you to answer “%(what)s” by %(due)s"),
        C.ANSWER_CUSTOMERS,
        "clipboard-list",
        mail=Mail.AT_ONCE,
    ),
    Kind(
        "assessment.returned",
        Group.ASSESSMENTS,
        _("A customer returned our questionnaire"),
        _("%(customer)s returned “%(what)s”, to be completed by %(due)s: %(reason)s"),
        C.ANSWER_CUSTOMERS,
        "arrow-back-up",
        "warning",
        Mail.AT_ONCE,
    ),
    Kind(
        "assessment.withdrawn",
        Group.ASSESSMENTS,
        _("A customer withdrew a questionnaire"),
        _("%(customer)s no longer asks for “%(what)s”"),
        C.ANSWER_CUSTOMERS,
        "ban",
    ),
    Kind(
        "assessment.published",
        Group.ASSESSMENTS,
        _("A customer published the result of an assessment of us"),
        _("%(customer)s published its result of “%(what)s”"),
        C.READ_CUSTOMERS,
        "clipboard-check",
        "good",
        Mail.AT_ONCE,
    ),
    Kind(
        "assessment.submitted",
        Group.ASSESSMENTS,
        _("A supplier answered a questionnaire of mine"),
        _("%(supplier)s answered “%(what)s”"),
        C.READ_SUPPLIERS,
        "message",
        "good",
        Mail.DIGEST,
    ),
    Kind(
        "assessment.assigned",
        Group.ASSESSMENTS,
        _("I became an assessor"),
        _("You are to assess “%(what)s” of %(supplier)s"),
        C.ASSESS_SUPPLIERS,
        "clipboard-data",
        mail=Mail.AT_ONCE,
    ),
    Kind(
        "assessment.verified",
        Group.ASSESSMENTS,
        _("All assessors of an assessment of mine are in"),
        _("All assessors are in: “%(what)s” of %(supplier)s can be published"),
        C.ASSESS_SUPPLIERS,
        "clipboard-check",
        "good",
        Mail.DIGEST,
    ),
    Kind(
        "approval.changed",
        Group.QUALIFICATION,
        _("A line of the approved supplier list changed"),
        _("%(supplier)s, %(what)s: %(status)s. %(reason)s"),
        C.READ_SUPPLIERS,
        "list-check",
        mail=Mail.DIGEST,
    ),
    Kind(
        "our_approval.changed",
        Group.QUALIFICATION,
        _("A customer approved us, suspended or ended our approval"),
        _("%(customer)s, our approval for %(what)s: %(status)s. %(reason)s"),
        C.READ_CUSTOMERS,
        "list-check",
        mail=Mail.AT_ONCE,
    ),
    Kind(
        "approval.condition_overdue",
        Group.QUALIFICATION,
        _("A supplier has not met a condition of its approval in time"),
        _("%(supplier)s, %(what)s: a condition was due on %(day)s and is not met: %(condition)s"),
        C.READ_SUPPLIERS,
        "clock-exclamation",
        "warning",
        Mail.DIGEST,
    ),
    Kind(
        "our_approval.condition_overdue",
        Group.QUALIFICATION,
        _("We have not met a condition of a customer in time"),
        _("%(customer)s, our approval for %(what)s: a condition was due on %(day)s: %(condition)s"),
        C.READ_CUSTOMERS,
        "clock-exclamation",
        "warning",
        Mail.AT_ONCE,
    ),
    Kind(
        "document.handed_in",
        Group.QUALIFICATION,
        _("A supplier handed in a document"),
        _("%(supplier)s handed in: %(document)s"),
        C.MANAGE_QUALIFICATION,
        "certificate",
        mail=Mail.DIGEST,
    ),
    Kind(
        "document.lapsed",
        Group.QUALIFICATION,
        _("A supplier’s document lapsed without a renewal"),
        _("%(supplier)s: %(document)s lapsed after %(day)s and is not renewed"),
        C.MANAGE_QUALIFICATION,
        "file-alert",
        "warning",
        Mail.DIGEST,
    ),
    Kind(
        "our_document.accepted",
        Group.QUALIFICATION,
        _("A customer accepted a document of ours"),
        _("%(customer)s accepted %(document)s"),
        C.READ_CUSTOMERS,
        "check",
        "good",
    ),
    Kind(
        "our_document.refused",
        Group.QUALIFICATION,
        _("A customer refused a document of ours"),
        _("%(customer)s refused %(document)s: %(reason)s"),
        C.READ_CUSTOMERS,
        "arrow-back-up",
        "bad",
        Mail.AT_ONCE,
    ),
    Kind(
        "our_document.renewal_asked",
        Group.QUALIFICATION,
        _("A document of ours lapses soon"),
        ngettext_lazy(
            "%(document)s lapses after %(day)s, in %(count)s day: hand in its renewal (%(customers)s)",
            "%(document)s lapses after %(day)s, in %(count)s days: hand in its renewal (%(customers)s)",
            "count",
        ),
        C.READ_CUSTOMERS,
        "calendar-event",
        "warning",
        Mail.AT_ONCE,
    ),
    Kind(
        "our_document.lapsed",
        Group.QUALIFICATION,
        _("A document of ours lapsed"),
        _(
            "%(document)s lapsed after %(day)s: without a renewal, what rests on it is suspended (%(customers)s)"
        ),
        C.READ_CUSTOMERS,
        "file-alert",
        "bad",
        Mail.AT_ONCE,
    ),
    Kind(
        "selection.judge",
        Group.SELECTIONS,
        _("I am asked to weigh the criteria of a selection"),
        _("%(by)s asks you to weigh the criteria of “%(selection)s”"),
        C.READ_SUPPLIERS,
        "scale",
        mail=Mail.AT_ONCE,
    ),
    Kind(
        "selection.judged",
        Group.SELECTIONS,
        _("A judge has weighed the criteria of my selection"),
        _("%(judge)s has weighed the criteria of “%(selection)s”"),
        C.READ_SUPPLIERS,
        "scale",
        "good",
    ),
    Kind(
        "selection.countersign",
        Group.SELECTIONS,
        _("A selection waits for countersignatures"),
        _("%(by)s proposes “%(selection)s”: countersign it, or say what speaks against it"),
        C.COUNTERSIGN_SELECTIONS,
        "clipboard-check",
        mail=Mail.AT_ONCE,
    ),
    Kind(
        "selection.agreed",
        Group.SELECTIONS,
        _("Somebody countersigned my selection"),
        _("%(by)s countersigned “%(selection)s”"),
        C.READ_SUPPLIERS,
        "check",
        "good",
    ),
    Kind(
        "selection.disagreed",
        Group.SELECTIONS,
        _("Somebody disagrees with my selection"),
        _("%(by)s disagrees with “%(selection)s”: %(remark)s"),
        C.READ_SUPPLIERS,
        "alert-triangle",
        "warning",
        Mail.AT_ONCE,
    ),
    Kind(
        "selection.decide",
        Group.SELECTIONS,
        _("A selection is ready to be decided"),
        _("“%(selection)s” is countersigned and waits for the decision"),
        C.DECIDE_SELECTIONS,
        "gavel",
        mail=Mail.AT_ONCE,
    ),
    Kind(
        "selection.taken_back",
        Group.SELECTIONS,
        _("My selection went back to be judged anew"),
        _("“%(selection)s” went back to be judged anew: %(reason)s"),
        C.READ_SUPPLIERS,
        "arrow-back-up",
        "warning",
        Mail.DIGEST,
    ),
    Kind(
        "selection.decided",
        Group.SELECTIONS,
        _("A selection that I worked on was decided"),
        _("%(by)s decided “%(selection)s”"),
        C.READ_SUPPLIERS,
        "circle-check",
        "good",
        Mail.DIGEST,
    ),
    Kind(
        "access.wanted",
        Group.PEOPLE,
        _("A colleague asks for access"),
        _("%(email)s wishes to act for us: add them, or leave it"),
        C.MANAGE_ORGANISATION,
        "user-plus",
        mail=Mail.AT_ONCE,
    ),
    Kind(
        "member.added",
        Group.PEOPLE,
        _("I became a member of an organisation"),
        _("You are a member of %(organization)s now: %(roles)s"),
        None,
        "user-plus",
        "good",
        Mail.NEVER,
    ),
    Kind(
        "member.roles_changed",
        Group.PEOPLE,
        _("My roles changed"),
        _("Your roles at %(organization)s are now: %(roles)s"),
        None,
        "users",
        mail=Mail.AT_ONCE,
    ),
    Kind(
        "member.categories_assigned",
        Group.PEOPLE,
        _("What I look after changed"),
        _("What you look after at %(organization)s is now: %(categories)s"),
        None,
        "category",
        mail=Mail.AT_ONCE,
    ),
    Kind(
        "delegation.made",
        Group.PEOPLE,
        _("A colleague stands in for another, and one of them is me"),
        _(
            "%(taker)s stands in for %(giver)s at %(organization)s, from %(first)s; %(giver)s is back on %(back)s"
        ),
        None,
        "users",
        mail=Mail.AT_ONCE,
    ),
    Kind(
        "delegation.ended",
        Group.PEOPLE,
        _("A delegation of mine, or to me, ended early"),
        _("%(taker)s no longer stands in for %(giver)s at %(organization)s"),
        None,
        "user-check",
        mail=Mail.AT_ONCE,
    ),
    Kind(
        "invitation.accepted",
        Group.PEOPLE,
        _("Somebody accepted an invitation of mine"),
        _("%(person)s accepted the invitation to %(organization)s"),
        None,
        "user-check",
        "good",
    ),
    Kind(
        "webhook.disabled",
        Group.INTEGRATIONS,
        _("A webhook was disabled after failing for long"),
        _("The webhook “%(endpoint)s” was disabled: %(problem)s"),
        C.MANAGE_INTEGRATIONS,
        "unlink",
        "bad",
        Mail.AT_ONCE,
    ),
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}
# What the button on an endpoint's page sends, to the endpoint alone.
PING = "webhook.ping"


def open_to(capabilities: Collection[Capability]) -> list[str]:
    """The kinds a member with these capabilities may read."""
    return [kind.name for kind in KINDS.values() if kind.needs is None or kind.needs in capabilities]
