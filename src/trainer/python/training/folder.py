"""A run's folder: what `run.json` asks for, and the lines of `events.jsonl` that say what has happened."""

import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from training.files import read_json
from training.problems import Failure

VERSION = 1
# Bytes of one line of events.jsonl at most; src/tune/run-events.ts reads no longer one either.
LONGEST_LINE = 2**20


@dataclass(frozen=True)
class Options:
    """What `homines tune start` was asked for; src/tune/run-folder.ts says what each is."""

    epochs: float
    lr: float
    rank: int
    layers: str
    batch: int
    steps: int | None
    seed: int
    max_length: int | None
    looks: int
    asked: int
    patience: int | None
    thinking: bool
    device: str


@dataclass(frozen=True)
class Base:
    """The model that is tuned."""

    given: str
    kind: str
    path: str


@dataclass(frozen=True)
class Run:
    """A run as its folder holds it."""

    folder: Path
    name: str
    base: Base
    labels: str
    control: bool
    options: Options

    @property
    def checkpoints(self) -> Path:
        return self.folder / "checkpoints"

    @property
    def adapter(self) -> Path:
        return self.folder / "adapter"

    @property
    def model(self) -> Path:
        return self.folder / "model"

    @property
    def data(self) -> Path:
        return self.folder / "data"


def told_of(folder: Path) -> dict[str, Any]:
    """What `run.json` says, which is of the version that is read here. Raises Failure."""
    told = read_json(folder / "run.json")
    if told is None:
        raise Failure(f"{folder} is no run's folder: it has no run.json; `homines tune start` makes one.")
    version = told.get("version") if isinstance(told, dict) else None
    if version != VERSION:
        raise Failure(
            f"{folder / 'run.json'} is of version {version} and this trainer reads version {VERSION}: "
            "make the run again with `homines tune start`."
        )
    return told


def read_run(folder: Path, model: str | None) -> Run:
    """
    The run of a folder. `model` stands in for the base's place, for a folder that was copied to another machine.
    A place that is not absolute is looked for from the run's folder. Raises Failure.
    """
    told = told_of(folder)
    try:
        base, data, options = told["base"], told["data"], told["options"]
        path = model or base["path"]
        here = folder / path
        if base["kind"] == "gguf" and model is None:
            # It is written out here: a run from anywhere is not to say where else.
            if folder.resolve() not in here.resolve().parents:
                raise Failure(
                    f"{folder / 'run.json'} has a GGUF file written out to {path}, which is not in the run's folder: "
                    "make the run again with `homines tune start`."
                )
            path = str(here)
        elif not os.path.isabs(path) and here.is_dir():
            path = str(here)
        return Run(
            folder=folder,
            name=told["name"],
            base=Base(given=base["given"], kind=_kind(base["kind"], model), path=path),
            labels=data["labels"],
            control=data["control"],
            options=Options(
                epochs=options["epochs"],
                lr=options["lr"],
                rank=options["rank"],
                layers=options.get("layers", "all"),
                batch=options["batch"],
                steps=options["steps"],
                seed=options["seed"],
                max_length=options["maxLength"],
                looks=options["looks"],
                asked=options["asked"],
                patience=options["patience"],
                thinking=options["thinking"],
                device=options["device"],
            ),
        )
    except (KeyError, TypeError) as error:
        raise Failure(f"{folder / 'run.json'} is no run as homines writes it: {error} is missing or wrong.") from None


def _kind(kind: str, model: str | None) -> str:
    """What is given in place of the base's folder is a folder, or an id that only a hub knows."""
    if model is None:
        return kind
    return "folder" if Path(model).is_dir() else "hub"


class Events:
    """Lines of `events.jsonl`. Each is written whole, by one call, at the end of the file: others write there too."""

    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / "events.jsonl", os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        self._mend()

    def _mend(self) -> None:
        """A line that was torn when its writer ended is closed, so that the next begins on its own."""
        size = os.fstat(self._file).st_size
        if size == 0:
            return
        os.lseek(self._file, size - 1, os.SEEK_SET)
        if os.read(self._file, 1) != b"\n":
            os.write(self._file, b"\n")

    def write(self, kind: str, **fields: object) -> None:
        """One event, now."""
        line = json.dumps({"kind": kind, "at": _now(), **fields}, ensure_ascii=False, allow_nan=False)
        os.write(self._file, f"{line}\n".encode())

    def begun(self) -> None:
        """Before anything that takes long: who trains here."""
        self.write("begun", pid=os.getpid(), host=socket.gethostname())

    def doing(self, what: str) -> None:
        """Something that takes long and has no steps."""
        self.write("doing", what=what)
        print(what, file=sys.stderr, flush=True)

    def proof(self, name: str, figure: str, fault: str | None) -> bool:
        """What a proof found; `fault` is None where it passed. Gives back whether it did."""
        said = {"name": name, "passed": fault is None, "figure": figure, "at": _now()}
        self.write("proof", proof=said if fault is None else {**said, "fault": fault})
        return fault is None


def is_finished(folder: Path) -> bool:
    """Whether the last training of a run went to its end, and what came of it lies there."""
    there = [folder / "adapter" / "adapter_model.safetensors", folder / "model" / "config.json"]
    return went_to_end(folder) and all(file.is_file() for file in there)


def went_to_end(folder: Path) -> bool:
    """Whether the last training of a run went to its end."""
    return last_events(folder, "started", "finished")[-1:] == ["finished"]


def last_events(folder: Path, *kinds: str) -> list[str]:
    """Which of these kinds of events there are, in their order."""
    return [event["kind"] for event in _events(folder) if event.get("kind") in kinds]


def _events(folder: Path) -> Iterator[dict]:
    """The events that can be read; what is longer than a line can be is none."""
    try:
        file = (folder / "events.jsonl").open("rb")
    except FileNotFoundError:
        return
    with file:
        while line := file.readline(LONGEST_LINE):
            try:
                event = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(event, dict):
                yield event


def alone(folder: Path) -> TextIO:
    """Holds the folder for this process as long as what it gives back is open. Raises Failure where another trains in it."""
    held = open(folder / "trainer.lock", "a", encoding="utf-8")
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(held.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise Failure(
            f"Another process trains in {folder}: wait for it, or stop it with `homines tune stop`."
        ) from None
    return held


def _now() -> int:
    """Unix milliseconds."""
    return time.time_ns() // 1_000_000
