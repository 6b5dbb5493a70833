"""A Bitrix24 portal for tests. Start it with `with`; `address` is what an administrator would paste."""

import threading
from collections.abc import Sequence
from typing import Any, Self

from tests.integrations.bitrix24.portal.access import Access
from tests.integrations.bitrix24.portal.clock import Clock
from tests.integrations.bitrix24.portal.faults import Faults
from tests.integrations.bitrix24.portal.front import Call, Front, HttpRequest, Reply
from tests.integrations.bitrix24.portal.limits import Limits
from tests.integrations.bitrix24.portal.methods import Manners
from tests.integrations.bitrix24.portal.records import Comment, Company, Deal, Stage, Step, User
from tests.integrations.bitrix24.portal.server import Listener
from tests.integrations.bitrix24.portal.state import State

BUYER = 7
"""Id of the procurement manager."""
_SECRET = "s3cr3tk3yq9x7w1z"


class Portal:
    """bucket: requests that fit into the leaky bucket, None for no limit.

    `clock`, `faults`, `limits`, `access`, `manners` may be turned while it runs; `state` holds the tables. The clock
    stands still between calls: a pace of `portal.clock.forward(1)` keeps a caller below the limits without waiting.
    """

    def __init__(self, *, bucket: int | None = 50) -> None:
        self.clock = Clock()
        self.faults = Faults()
        self.access = Access(webhooks={1: _SECRET})
        self.limits = Limits(self.clock, bucket=bucket)
        self.state = State(self.clock.now)
        self._front = Front(self.clock, self.state, self.access, self.limits, self.faults)
        self._ended = threading.Event()
        self._listeners: list[Listener] = []

    def __enter__(self) -> Self:
        self._listeners.append(Listener(self._serve))
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for listener in self._listeners:
            listener.close()
        for listener in self._listeners:
            for bug in listener.bugs:
                raise bug

    # What it is reached by

    @property
    def port(self) -> int:
        """The port of today, the last one after renames."""
        return self._listeners[-1].port

    @property
    def address(self) -> str:
        return self.address_of(1)

    def address_of(self, user_id: int) -> str:
        return f"http://127.0.0.1:{self.port}/rest/{user_id}/{self.access.webhooks[user_id]}/"

    @property
    def secret(self) -> str:
        return self.access.webhooks[1]

    @property
    def manners(self) -> Manners:
        return self._front.manners

    def add_webhook(self, user_id: int, secret: str) -> str:
        self.access.webhooks[user_id] = secret
        return self.address_of(user_id)

    def rename(self) -> str:
        """Move to another port; the old one answers 302 from now on. The new address is returned."""
        self._listeners.append(Listener(self._serve))
        return self.address

    # What people do in it

    def add_deal(self, title: str = "Сделка", stage_id: str = "C9:NEW", by: int = BUYER, **values: Any) -> Deal:
        with self._front.lock:
            stage = self.state.stage(stage_id)
            assert stage is not None
            return self.state.add_deal(by, stage.pipeline_id, stage_id, title=title, **values)

    def move(self, deal_id: int, stage_id: str, by: int = BUYER) -> None:
        """Put a deal on a stage, of another pipeline too; a row of history is left."""
        with self._front.lock:
            self.state.move(self.state.deals[deal_id], stage_id, by)

    def delete_deal(self, deal_id: int) -> None:
        with self._front.lock:
            self.state.delete_deal(deal_id)

    def say(self, deal_id: int, text: str, author: int = BUYER, files: Sequence[tuple[str, int]] = ()) -> int:
        """Write a comment; files: name and size."""
        with self._front.lock:
            return self.state.add_comment(deal_id, author, text, list(files)).id

    def edit_comment(self, comment_id: int, text: str) -> None:
        with self._front.lock:
            self.state.comments[comment_id].text = text

    def delete_comment(self, comment_id: int) -> None:
        with self._front.lock:
            del self.state.comments[comment_id]

    def rename_stage(self, stage_id: str, name: str, colour: str | None = None) -> None:
        with self._front.lock:
            stage = self.stage(stage_id)
            stage.name, stage.colour = name, stage.colour if colour is None else colour

    def delete_stage(self, stage_id: str) -> None:
        """Deals that are on it stay there."""
        with self._front.lock:
            self.state.stages.remove(self.stage(stage_id))

    def add_company(self, title: str, bin_number: str = "") -> Company:
        with self._front.lock:
            return self.state.add_company(title, bin_number)

    def add_user(self, name: str, last_name: str = "") -> User:
        with self._front.lock:
            return self.state.add_user(name, last_name)

    # What a test looks at

    @property
    def deals(self) -> list[Deal]:
        with self._front.lock:
            return [self.state.deals[deal_id] for deal_id in sorted(self.state.deals)]

    def deal(self, deal_id: int) -> Deal:
        return self.state.deals[deal_id]

    def stage(self, stage_id: str) -> Stage:
        stage = self.state.stage(stage_id)
        assert stage is not None, f"the portal has no stage {stage_id}"
        return stage

    def comments(self, deal_id: int) -> list[Comment]:
        with self._front.lock:
            return [comment for comment in self.state.comments.values() if comment.deal_id == deal_id]

    def history(self, deal_id: int) -> list[Step]:
        with self._front.lock:
            return [step for step in self.state.history if step.deal_id == deal_id]

    @property
    def calls(self) -> list[Call]:
        """The log of requests, oldest first; no secret is in it."""
        with self._front.lock:
            return list(self._front.calls)

    def calls_of(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method.lower()]

    def settle(self, requests: int) -> None:
        """Return when so many requests have come and were carried out or turned away, answered or not."""
        with self._front.settled:
            came = self._front.settled.wait_for(lambda: self._front.done >= requests, timeout=20)
        assert came, f"{self._front.done} of {requests} requests were dealt with"

    def _serve(self, request: HttpRequest, port: int) -> Reply:
        if port != self.port:
            return self._elsewhere(request)
        return self._front.serve(request, self._hold_back)

    def _elsewhere(self, request: HttpRequest) -> Reply:
        query = f"?{request.query}" if request.query else ""
        location = f"http://127.0.0.1:{self.port}{request.path}{query}"
        return Reply(302, b"<html><body>302 Found</body></html>", "text/html; charset=utf-8", location=location)

    def _hold_back(self, seconds: float) -> None:
        self._ended.wait(seconds)
