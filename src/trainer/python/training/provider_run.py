"""A run at a provider, as `run.json` asks for it; src/tune/run-folder.ts says what each is."""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from training.folder import told_of
from training.problems import Failure


@dataclass(frozen=True)
class ProviderOptions:
    """None: as the provider takes it."""

    epochs: float | None
    lr: float | None
    rank: int | None
    batch: int | None
    seed: int


@dataclass(frozen=True)
class ProviderRun:
    """What is trained, on what, where."""

    folder: Path
    name: str
    # Where its models are asked, by the OpenAI protocol.
    address: str
    # What the provider calls the model.
    base: str
    options: ProviderOptions
    # Tells this run's things at the provider from all others: src/jobs/mark.ts makes the same.
    mark: str
    # Tokens that were agreed to.
    tokens: int

    @property
    def sent(self) -> Path:
        """The rows as they are sent, which src/jobs/rows-file.ts has made of the set."""
        return self.folder / "sent" / "train.jsonl"


def read_provider_run(folder: Path, on: str) -> ProviderRun:
    """The run of a folder, at the provider of this name. Raises Failure."""
    file = folder / "run.json"
    told = told_of(folder)
    try:
        if told["on"] != on:
            raise Failure(f"{file} is a run at {told['on']}, and this trains at {on}: start another.")
        base, options = told["base"], told["options"]
        address = told["provider"]["address"]
        if not re.match(r"https?://[^/@]+", address):
            raise Failure(f"{file} has an address that is none ({address!r}): make the run again.")
        return ProviderRun(
            folder=folder,
            name=told["name"],
            address=address,
            base=base["given"],
            options=ProviderOptions(**{name: options[name] for name in ("epochs", "lr", "rank", "batch", "seed")}),
            mark=mark_of(told["name"], told["createdAt"], told["data"]["hash"], base["path"], on),
            tokens=told["price"]["tokens"],
        )
    except (KeyError, TypeError) as error:
        raise Failure(f"{file} is no run as homines writes it: {error} is missing or wrong.") from None


def mark_of(name: str, created_at: int, data: str, base: str, on: str) -> str:
    """The mark of a run, letter by letter as src/jobs/mark.ts makes it."""
    text = json.dumps([name, created_at, data, base, on], ensure_ascii=False, separators=(",", ":"))
    return f"homines-{hashlib.sha256(text.encode()).hexdigest()[:12]}"
