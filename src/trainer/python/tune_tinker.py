"""Trains a model at Tinker as its run's folder asks: rows are read, proved and sent from here, the weights stay there.

    python tune_tinker.py RUN_FOLDER [--tokenizer FOLDER_OR_ID]

What happens is told as lines of `events.jsonl`, as train.py tells it. Started again, it goes on from the last state at Tinker. SIGTERM,
SIGINT and a file `stop.asked` in the folder end it after the step that it takes, with a state. The key stands in TINKER_API_KEY.

Exit code 0: finished, or stopped because asked. 2: it cannot be done, and one sentence says why. 3: a proof failed.
"""

import argparse
import logging
import math
import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from training import proofs
from training.folder import Events, alone, last_events, went_to_end
from training.problems import Failure, Final, ProofFailed, is_disk_full
from training.provider_run import ProviderRun, read_provider_run
from training.rows import read_conversations
from training.stop import Asked, Stop

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

    from training.tinker_service import State, Training

# What is taken where nobody asked otherwise: rate and rank are the SDK's own, the batch is that of our trainer.
EPOCHS, RATE, RANK, BATCH = 1.0, 1e-4, 32, 8
# A state is saved at least so often, evenly: what a killed run pays again is less than that part of it.
STATES = 10
# Times as many tokens as were agreed to are sent at most: the count before the start may be an estimate, a quarter too low.
MORE = 1.3


def main(folder: Path, tokenizer: str | None) -> int:
    """Trains what a run's folder asks for. Gives back the exit code."""
    if not (folder / "run.json").is_file():
        print(f"{folder} is no run's folder: it has no run.json.", file=sys.stderr)
        return 2
    try:
        held = alone(folder)
    except Failure as failure:
        print(failure, file=sys.stderr)
        return 2
    with held:
        if went_to_end(folder):
            print("This run is finished.", file=sys.stderr)
            return 0
        events = Events(folder)
        events.begun()
        return _ended(folder, tokenizer, events)


def _ended(folder: Path, tokenizer: str | None, events: Events) -> int:
    """The training; what ends it before its time is said as an event."""
    key = os.environ.get("TINKER_API_KEY", "")
    try:
        stop = Stop(folder)
        stop.listen()
        _trained(read_provider_run(folder, "tinker"), tokenizer, key, events, stop)
    except Asked as asked:
        stop.obeyed()
        events.write("stopped", step=asked.step, why="asked")
    except ProofFailed as proof:
        print(proof, file=sys.stderr, flush=True)
        return 3
    except Failure as failure:
        return _failed(events, str(failure), again=not isinstance(failure, Final))
    except Exception as error:
        if is_disk_full(error):
            return _failed(events, f"The disk is full at {folder}: make room and resume the run.")
        from training.tinker_service import worded

        if (failure := worded(error, key)) is not None:
            return _failed(events, str(failure))
        _failed(events, f"The trainer broke off, trainer.log says where: {type(error).__name__}.")
        raise
    return 0


def _failed(events: Events, sentence: str, again: bool = True) -> int:
    print(sentence, file=sys.stderr, flush=True)
    events.write("failed", sentence=sentence, again=again)
    return 2


def _trained(run: ProviderRun, tokenizer: str | None, key: str, events: Events, stop: Stop) -> None:
    """Proves, looks what Tinker has of this run already, and takes the steps that are left."""
    if not key:
        raise Failure("Tinker needs a key in TINKER_API_KEY, and it is empty: set it and resume the run.")
    events.doing("loading its libraries")
    from training import tinker_service

    logging.getLogger("tinker").addHandler(tinker_service.Said(events.doing))
    # Before anything that may fail at Tinker: whoever goes on then need not name it again.
    words = _tokenizer(run, tokenizer)
    looking = tinker_service.rest(run.address, key)
    rows = _proven(run, words, tinker_service.context_of(looking, run.base), events)
    stop.obey()
    # Somebody was killed between asking for a training and hearing of it.
    asked_for = last_events(run.folder, "ordering", "ordered")[-1:] == ["ordering"]
    there = (tinker_service.waited_for if asked_for else tinker_service.there_is)(looking, run)
    if there.tuned is not None:
        return _finished(events, there.tuned.step, there.tuned.path, there.tuned.seconds)
    if there.last is None and last_events(run.folder, "step"):
        raise Final(
            f"Tinker has no state of {run.name} any more, it keeps one for {tinker_service.KEPT // 86400} days: start another run."
        )
    events.write("started", pid=os.getpid(), device="Tinker", resumedAt=there.last.step if there.last else 0)
    events.write("ordering")
    with tinker_service.service(run, key) as client:
        if there.last is None:
            training = tinker_service.begin(client, run, run.options.rank or RANK)
        else:
            training = tinker_service.go_on(client, run, there.last)
        events.write("ordered", job=training.id)
        _steps(run, rows, training, there.last, events, stop)


def _steps(
    run: ProviderRun,
    rows: list[proofs.Tokenized],
    training: "Training",
    last: "State | None",
    events: Events,
    stop: Stop,
) -> None:
    """The steps that are left, with states between them, and the tuned weights at the end."""
    from training import tinker_rows

    began = time.monotonic() - (last.seconds if last else 0.0)
    batch, total = run.options.batch or BATCH, _total(run, len(rows))
    each = math.ceil(total / STATES)
    step = last.step if last else 0
    if last is None:
        # Before any step: from here on whoever goes on goes on with this training, and no other is begun.
        training.save(0, 0.0)
        events.write("checkpoint", step=0)
    while step < total:
        stop.obey(step)
        step += 1
        places = tinker_rows.places_of(step, len(rows), batch, run.options.seed)
        rate = (run.options.lr or RATE) * (1 + math.cos(math.pi * (step - 1) / total)) / 2
        loss = training.step([rows[place] for place in places], rate)
        if not math.isfinite(loss):
            raise Failure(f"The loss is no number after step {step}: start another run with a lower --lr.")
        events.write("step", step=step, of=total, loss=round(loss, 6))
        if step % each == 0 or step == total or stop.asked:
            training.save(step, time.monotonic() - began)
            events.write("checkpoint", step=step)
    events.doing("saving the tuned weights at Tinker")
    path = training.tuned(total, time.monotonic() - began)
    _finished(events, total, path, time.monotonic() - began)


def _total(run: ProviderRun, rows: int) -> int:
    from training import tinker_rows

    return tinker_rows.steps_of(rows, run.options.batch or BATCH, run.options.epochs or EPOCHS)


def _finished(events: Events, step: int, path: str, seconds: float) -> None:
    events.write("finished", step=step, digest=path, seconds=round(seconds, 1))


def _tokenizer(run: ProviderRun, given: str | None) -> "PreTrainedTokenizerBase":
    """The tokenizer that is named, else that with which the run was begun, which lies in its folder from then on, else the base's own."""
    from training import tinker_rows

    kept = run.folder / "tokenizer"
    words = tinker_rows.tokenizer_of(given or (str(kept) if kept.is_dir() else tinker_rows.named(run.base)), run.base)
    words.save_pretrained(kept)
    return words


def _proven(run: ProviderRun, words: "PreTrainedTokenizerBase", context: int, events: Events) -> list[proofs.Tokenized]:
    """The rows in tokens, with three proofs, all told. Raises ProofFailed where one did not pass, Final where more would be sent than was agreed to."""
    from training import tinker_rows

    rows = read_conversations(run.sent)
    events.doing(f"tokenizing {len(rows)} rows")
    found = tinker_rows.tokenized(rows, words)
    template = proofs.template(rows, found, words, run.folder / "template.jsonl")
    findings = [
        proofs.mask(rows, found, words),
        proofs.length(rows, found, context),
        replace(template, figure=f"{template.figure}, not shown by Tinker"),
    ]
    passed = [events.proof(one.name, one.figure, one.fault) for one in findings]
    if not all(passed):
        raise ProofFailed("; ".join(f"{one.name}: {one.fault}" for one in findings if one.fault))
    options = run.options
    tokens = tinker_rows.tokens_of(found, options.batch or BATCH, options.epochs or EPOCHS, options.seed)
    if tokens > run.tokens * MORE:
        raise Final(
            f"This run would send {tokens} tokens, and {run.tokens} were agreed to: its rows or its tokenizer are others; start another run."
        )
    return found


def _settle() -> None:
    """What the libraries read when they are imported or begin: nobody is told of this run, and no command of the environment gives keys."""
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["TINKER_TELEMETRY"] = "0"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    # It says that there is no PyTorch, which nobody needs here.
    os.environ.setdefault("TRANSFORMERS_NO_ADVISORY_WARNINGS", "1")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    for name in ("TINKER_CREDENTIAL_CMD", "TINKER_BASE_URL", "TINKER_TAGS"):
        os.environ.pop(name, None)


if __name__ == "__main__":
    given = argparse.ArgumentParser(description="Trains a model at Tinker as its run's folder asks.")
    given.add_argument("run", type=Path, help="the run's folder")
    given.add_argument("--tokenizer", help="the base's tokenizer, a folder or an id, where its own name is none or not at hand")
    told = given.parse_args()
    _settle()
    sys.exit(main(told.run.resolve(), told.tokenizer))
