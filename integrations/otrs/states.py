"""A first proposal for the mapping screen: which status of Vetka a state of OTRS stands for.

States are the office's own and translated, so words count before the type. The administrator confirms or changes it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from integrations.otrs.records import OPEN_STATE_TYPES, PENDING_STATE_TYPES

Reason = Literal["words", "type", "unknown"]

_PROCUREMENT = frozenset({
    "offer_wanted", "offer_sent", "offer_approved", "invoice_wanted", "invoice_sent", "invoice_approved",
    "payment_received", "ordered", "partly_arrived", "arrived",
})  # fmt: skip

_BILL = r"\bсчет(?:а|у|ом|е|ов)?\b|\binvoic|\bbill\b|\bшот"
_OFFER = r"\bкп\b|\bкоммерч|\boffer|\bquot"
_PARTS = (
    r"запчаст|комплектующ|поставк|товар|детал|расходник"
    r"|\bparts?\b|\bsupplies\b|\bdelivery\b|\bgoods\b|\bspares?\b"
)
_WAITS = r"\bжд[еу]|\bожид|\bwait|\bawait|\bpending\b|\bon hold\b|\bкүт"
_NOT = r"\bне |\bнет |\bnot |\bno "
_PAYING = r"оплат|оплач|\bpaid\b|\bpayment\b"
_AGREED = r"(?:одобрен|согласован|утвержден|подтвержден|принят)[аоы]?\b|\b(?:approved|accepted|confirmed|agreed)\b"
_AGREEING = r"соглас|одобр|утвержд|подтвержд|\bapprov|\bconfirm"
_SENT = r"отправл|выслан|выставлен|\bsent\b|\bissued\b"
_CLIENT = r"клиент|заказчик|пользовател|абонент|заявител|\bclient|\bcustomer|\buser\b|\brequester|\breply\b"

# Status and the words that must all be there. The first that fits decides: the more exact above the more general.
# No status: the name is no help, the type decides.
_WORDS: Sequence[tuple[str, ...]] = (
    ("invoice_approved", _NOT, _PAYING),
    ("invoice_approved", _WAITS, _PAYING),
    ("waiting_client", _NOT, r"ответ|\breply|\banswer|\bresponse"),
    ("offer_wanted", _NOT, r"на складе|в наличии|заказан|\bin stock\b|\bordered\b"),
    ("", _NOT),  # a denial of anything else says nothing
    ("payment_received", r"оплачен|оплата (?:получ|поступ|прошл)|\bpaid\b|\bpayment received"),
    ("invoice_approved", _BILL, _AGREED),
    ("invoice_sent", _BILL, _AGREEING),
    ("invoice_sent", _BILL, _SENT),
    ("invoice_wanted", _BILL),
    ("offer_approved", _OFFER, _AGREED),
    ("offer_sent", _OFFER, _AGREEING),
    ("offer_sent", _OFFER, _SENT),
    ("offer_wanted", _OFFER),
    ("partly_arrived", r"частич|\bpartial|\bpartly", r"поступ|приш|получ|достав|поставл|\barriv|\breceiv|\bdeliver"),
    ("ordered", _WAITS, _PARTS),
    ("ordered", _WAITS, r"поставщик|\bsupplier|\bvendor"),
    ("ordered", r"\bзаказан[аоы]?\b|\bв заказе|\bв пути\b|\bordered\b|\bbackorder|\bin transit\b"),
    ("arrived", r"\bпоступил|\bна складе|\barrived\b|\bin stock\b"),
    ("arrived", _PARTS, r"приш|получен|достав|\breceived|\bdelivered"),
    ("offer_wanted", r"запчаст|комплектующ|закуп|\bpurchas|\bprocure|\bparts?\b"),
    ("waiting_client", _WAITS, _CLIENT),
    ("waiting_client", _WAITS, r"ответ|согласов|подтвержд|обратн|\banswer|\bfeedback|\bapproval|\bconfirmation"),
    (
        "waiting_client",
        r"\bна согласовании|\bу клиента|\bу заказчика|\bwith (?:the )?(?:client|customer)|\bon customer",
    ),
    ("postponed", r"\bотлож|\bперенес|\bпауз|\bприостан|\bзаморож|\bon hold\b|\bpostpon|\bdefer|\bpaused?\b"),
    ("solved", r"\b(?:решен|выполнен|сделан|исполнен)[аоы]?\b|\bresolved\b|\bsolved\b|\bdone\b|\bcompleted\b"),
    ("in_work", r"\bв работе|\bвыполняе|\bв процессе|\bназначен|\bin progress|\bin work|\bassigned|\bworking"),
)
_RULES = [(status, [re.compile(pattern) for pattern in patterns]) for status, *patterns in _WORDS]
_BY_TYPE = {
    "new": "open",
    "open": "in_work",
    "pending reminder": "postponed",
    "pending auto": "solved",
    "closed": "closed",
}
_SERVICE_STATES = (
    (re.compile(r"\brepair|\bmaintenance|ремонт"), "in_repair"),
    (re.compile(r"\bretired|\bexpired|\bdisposed|\bscrapped|списан|утилиз|выведен"), "written_off"),
    (re.compile(r"\binactive|\bplanned|\bstore|\bstock|склад|резерв|неактив|запас"), "in_store"),
)


@dataclass(frozen=True, slots=True)
class StatusProposal:
    """A status of Vetka by its code. `keeps_date`: the end of waiting of OTRS goes with it.

    `why`: words of the name, the type, or unknown (a type of the office's own, without a word that helps).
    """

    status: str
    keeps_date: bool
    why: Reason

    @property
    def branch(self) -> str:
        """Return the branch the status lies on."""
        return "procurement" if self.status in _PROCUREMENT else "main"


def propose_status(state: str, state_type: str, *, owner_is_real: bool) -> StatusProposal | None:
    """Propose a status for a ticket in a state; None where nothing is imported (merged and removed tickets).

    owner_is_real: work that belongs to nobody is not in work: it goes to the dispatcher as open.
    """
    if state_type in {"merged", "removed"}:
        return None
    if state_type == "closed":
        return StatusProposal("closed", keeps_date=False, why="type")
    status, why = _status(state, state_type)
    if status == "in_work" and not owner_is_real:
        status = "open"
    return StatusProposal(status, keeps_date=state_type in PENDING_STATE_TYPES, why=why)


def propose_service_state(deployment_state: str) -> str:
    """Propose the service state of a device: in_service, in_repair, written_off or in_store.

    deployment_state: a name of the catalogue, English as shipped or the office's own in Russian.
    """
    name = _folded(deployment_state)
    for pattern, state in _SERVICE_STATES:
        if pattern.search(name):
            return state
    return "in_service"


def _status(state: str, state_type: str) -> tuple[str, Reason]:
    name = _folded(state)
    # The product's own names hold words that would mislead: its "pending reminder" waits for nobody.
    if name != state_type and not name.startswith("pending auto"):
        for status, patterns in _RULES:
            if all(pattern.search(name) for pattern in patterns):
                return (status, "words") if status else _by_type(state_type)
    return _by_type(state_type)


def _by_type(state_type: str) -> tuple[str, Reason]:
    return (_BY_TYPE[state_type], "type") if state_type in OPEN_STATE_TYPES else ("open", "unknown")


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("ё", "е").split())
