"""Why a look-up gave no answer."""


class FailedError(Exception):
    """A look-up that gave no answer; the text is a plain sentence that says why."""


class BusyError(FailedError):
    """A service that cannot answer now: how many seconds it asks to wait, None when it does not say."""

    def __init__(self, text: str, wait_s: float | None = None) -> None:
        super().__init__(text)
        self.wait_s = wait_s


class ClosedError(FailedError):
    """A service that is not asked any more in this run."""
