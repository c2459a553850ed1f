"""Files that may be anybody's, read as far as they can be what they should be, with one sentence where they cannot."""

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.problems import Failure

# Bytes of a file that describes something: run.json, set.json, a model's config.
MOST_TOLD = 50_000_000
# Bytes of a file of rows, lines in it, and bytes of one line; src/tune/set-read.ts reads no more either.
MOST_ROW_BYTES = 1_000_000_000
MOST_ROWS = 400_000
LONGEST_LINE = 4_000_000


def refuse_large(file: Path, most: int = MOST_TOLD) -> bool:
    """Whether a file is there. Raises Failure where it is no ordinary file, or larger than is read."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise Failure(f"{file} cannot be read: {error.strerror}.") from None
    if not stat.S_ISREG(found.st_mode):
        raise Failure(f"{file} is no ordinary file: put the one that belongs there back.")
    if found.st_size > most:
        raise Failure(f"{file} is larger than is read here: {found.st_size} bytes, and {most} at most.")
    return True


def read_json(file: Path) -> Any:
    """What a file of JSON says; None where there is no such file. Raises Failure where it cannot be read."""
    if not refuse_large(file):
        return None
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise Failure(f"{file} cannot be read: {error}.") from None
    except OSError as error:
        raise Failure(f"{file} cannot be read: {error.strerror}.") from None


def json_lines(file: Path) -> Iterator[tuple[int, Any]]:
    """The lines of a file that there is, from 1, each as JSON; blank ones are none. Raises Failure with the line that is wrong."""
    refuse_large(file, MOST_ROW_BYTES)
    with file.open("rb") as opened:
        for number in range(1, MOST_ROWS + 2):
            line = opened.readline(LONGEST_LINE + 1)
            if not line:
                return
            if number > MOST_ROWS:
                raise Failure(f"{file} has more lines than are read: {MOST_ROWS} at most.")
            if len(line) > LONGEST_LINE:
                raise Failure(f"{file}, line {number}, is longer than a row can be.")
            if line.startswith(b"\xef\xbb\xbf"):
                raise Failure(f"{file}, line {number}, begins with a byte order mark: save it as UTF-8 without one.")
            try:
                text = line.decode("utf-8")
            except UnicodeDecodeError as error:
                raise Failure(f"{file} is no UTF-8 text: {error}.") from None
            if not text.strip():
                continue
            try:
                yield number, json.loads(text)
            except (ValueError, RecursionError) as error:
                raise Failure(f"{file}, line {number}, is no JSON: {error}.") from None
