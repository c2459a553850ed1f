"""Being asked to stop: the training then ends at the next place from which it can go on later."""

import signal


class Asked(Exception):
    """The training ended because it was asked to; it goes on from a step."""

    def __init__(self, step: int = 0) -> None:
        super().__init__()
        self.step = step


class Stop:
    """Whether this process was asked to stop."""

    def __init__(self) -> None:
        self.asked = False

    def listen(self) -> None:
        """SIGTERM and SIGINT ask from now on; a second SIGINT ends the process at once. A terminal that closes does not."""
        signal.signal(signal.SIGTERM, self._hear)
        signal.signal(signal.SIGINT, self._hear)
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, signal.SIG_IGN)

    def _hear(self, number: int, _: object) -> None:
        self.asked = True
        if number == signal.SIGINT:
            signal.signal(signal.SIGINT, signal.SIG_DFL)

    def obey(self, step: int = 0) -> None:
        """Ends the training where it was asked to end; it would go on from this step."""
        if self.asked:
            raise Asked(step)
