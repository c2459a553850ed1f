"""Being asked to stop: the training then ends at the next place from which it can go on later."""

import signal
from pathlib import Path

# Lies in a run's folder while somebody waits for the training to stop. On Windows no process can be asked otherwise: what is
# called a signal there ends it at once.
ASKED = "stop.asked"


class Asked(Exception):
    """The training ended because it was asked to; it goes on from a step."""

    def __init__(self, step: int = 0) -> None:
        super().__init__()
        self.step = step


class Stop:
    """Whether this process was asked to stop: by a signal, or by a file in the run's folder."""

    def __init__(self, folder: Path) -> None:
        self._heard = False
        self._file = folder / ASKED

    @property
    def asked(self) -> bool:
        """Once it was, it stays so, whatever becomes of the file."""
        self._heard = self._heard or self._file.exists()
        return self._heard

    def obeyed(self) -> None:
        """The training has stopped: the file asks nobody any more."""
        self._file.unlink(missing_ok=True)

    def listen(self) -> None:
        """SIGTERM and SIGINT ask from now on; a second SIGINT ends the process at once. A terminal that closes does not."""
        signal.signal(signal.SIGTERM, self._hear)
        signal.signal(signal.SIGINT, self._hear)
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, signal.SIG_IGN)

    def _hear(self, number: int, _: object) -> None:
        self._heard = True
        if number == signal.SIGINT:
            signal.signal(signal.SIGINT, signal.SIG_DFL)

    def obey(self, step: int = 0) -> None:
        """Ends the training where it was asked to end; it would go on from this step."""
        if self.asked:
            raise Asked(step)
