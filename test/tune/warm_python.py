"""Python that has read the trainer's libraries, and runs scripts in copies of itself: reading them is most of what a short training takes.

    python warm_python.py SOCKET here|tinker

Each connection brings a line of JSON, the words that would stand after `python`. Back comes all that is said, and after a NUL the
exit status (negative: the signal). It ends when its standard input does.
"""

import atexit
import json
import os
import runpy
import select
import socket
import sys
import traceback


def main(path: str, libraries: str) -> None:
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(path)
    # Whoever comes before the libraries are read waits here.
    listening.listen(64)
    read_of_tinker() if libraries == "tinker" else read_libraries()
    keepers: list[int] = []
    while True:
        ready, _, _ = select.select([listening, sys.stdin], [], [])
        if sys.stdin in ready:
            break
        connection, _ = listening.accept()
        keeper = os.fork()
        if keeper == 0:
            listening.close()
            keep(connection)
        connection.close()
        keepers.append(keeper)
    for keeper in keepers:
        os.waitpid(keeper, 0)


def read_libraries() -> None:
    """What training/attempt.py and weights.py import, and what these import when they are used."""
    import peft
    import torch
    import trl.trainer.utils
    from datasets import Dataset
    from safetensors.torch import load_file
    from transformers import AutoModelForCausalLM, AutoTokenizer, PrinterCallback
    from trl import SFTConfig, SFTTrainer


def read_of_tinker() -> None:
    """What training/tinker_service.py and training/tinker_rows.py import."""
    import numpy
    import tinker
    from transformers import AutoTokenizer, PreTrainedTokenizerFast
    from transformers.utils import chat_template_utils


def keep(connection: socket.socket) -> None:
    """Runs what is asked in a process of its own, and says how it ended."""
    with connection.makefile("r") as lines:
        words = json.loads(lines.readline())
    child = os.fork()
    if child == 0:
        run(connection, words)
    _, status = os.waitpid(child, 0)
    connection.sendall(b"\0%d" % os.waitstatus_to_exitcode(status))
    os._exit(0)


def run(connection: socket.socket, words: list[str]) -> None:
    """As `python WORDS` does it: `-c TEXT` or a script, with the script's folder first among those that are searched."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(connection.fileno(), 1)
    os.dup2(connection.fileno(), 2)
    connection.close()
    code = 0
    try:
        if words[0] == "-c":
            sys.argv = ["-c", *words[2:]]
            sys.path[0] = ""
            exec(compile(words[1], "<string>", "exec"), {"__name__": "__main__"})
        else:
            sys.argv = words
            sys.path[0] = os.path.dirname(os.path.abspath(words[0]))
            runpy.run_path(words[0], run_name="__main__")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
        code = 1
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
