"""Who may do what: the webhook's scopes, the plan, hidden pipelines and deals, methods that an old portal lacks."""

from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from tests.integrations.bitrix24.portal.records import Deal
from tests.integrations.bitrix24.portal.refusal import RefusalError


@dataclass
class Access:
    """webhooks: secret by user id. missing: patterns of method names in small letters, such as `crm.item.*`.

    unfilterable: fields by which `crm.item.list` refuses to filter. ignored_filters: fields by which it filters
    nothing, as if they were not there.
    """

    webhooks: dict[int, str] = field(default_factory=dict)
    scopes: set[str] = field(default_factory=lambda: {"crm", "user"})
    paid: bool = True
    expired: bool = False
    blocked: bool = False
    hidden_pipelines: set[int] = field(default_factory=set)
    hidden_deals: set[int] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    unfilterable: set[str] = field(default_factory=set)
    ignored_filters: set[str] = field(default_factory=set)

    def check_caller(self, user_id: int, secret: str) -> None:
        if self.blocked:
            raise RefusalError("OVERLOAD_LIMIT", "REST API is blocked due to overload.", 503)
        if self.webhooks.get(user_id) != secret:
            raise RefusalError("INVALID_CREDENTIALS", "Invalid request credentials", 401)
        if self.expired:
            raise RefusalError("expired_token", "The access token provided has expired.", 401)
        if not self.paid:
            raise RefusalError("ACCESS_DENIED", "REST API is available only on commercial plans.", 403)

    def lacks(self, method: str) -> bool:
        return any(fnmatchcase(method, pattern) for pattern in self.missing)

    def check_scope(self, scopes: frozenset[str]) -> None:
        if scopes and not scopes & self.scopes:
            description = "The request requires higher privileges than provided by the webhook token"
            raise RefusalError("insufficient_scope", description, 403)

    def sees(self, deal: Deal) -> bool:
        return deal.id not in self.hidden_deals and deal.pipeline_id not in self.hidden_pipelines
