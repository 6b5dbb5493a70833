"""An answer that is no result."""


class RefusalError(Exception):
    """What the portal writes into `error` and `error_description`, with the status of HTTP."""

    def __init__(self, code: str | int, description: str = "", status: int = 400) -> None:
        super().__init__(f"{status} {code}")
        self.code, self.description, self.status = code, description, status
