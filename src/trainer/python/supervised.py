"""Runs a server that does not end by itself, and ends it with the process that began this one.

    python supervised.py COMMAND [ARGUMENT…]
"""

import os
import signal
import subprocess
import sys

from ends_with_parent import end_with_parent


def main() -> None:
    # A group of its own: it may begin further processes, and all of them end.
    child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, start_new_session=os.name == "posix")

    def end(*_: object) -> None:
        if os.name == "posix":
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()

    signal.signal(signal.SIGTERM, end)
    end_with_parent(end)
    sys.exit(child.wait())


if __name__ == "__main__":
    main()
