"""Trains a model as its run's folder asks: LoRA on every linear layer, by the trainer of TRL and PEFT.

    python train.py RUN_FOLDER [--model FOLDER_OR_ID]

What happens is told as lines of `events.jsonl` (src/tune/run-folder.ts says what each is). Started again, it goes on from the
last whole checkpoint. SIGTERM, SIGINT and a file `stop.asked` in the folder end it after the step that it takes, with a
checkpoint.

Exit code 0: finished, or stopped because asked. 2: it cannot be done, and one sentence says why. 3: a proof failed.
"""

import argparse
import os
import sys
from pathlib import Path

import weights
from training.folder import Events, Run, alone, is_finished, read_run
from training.problems import Failure, Final, ProofFailed, is_disk_full, is_out_of_memory
from training.rows import read_data
from training.stop import Asked, Stop


def main(folder: Path, model: str | None) -> int:
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
        if is_finished(folder):
            print("This run is finished.", file=sys.stderr)
            return 0
        events = Events(folder)
        events.begun()
        return _ended(folder, model, events)


def _ended(folder: Path, model: str | None, events: Events) -> int:
    """The training; what ends it before its time is said as an event."""
    try:
        stop = Stop(folder)
        stop.listen()
        _fitted(read_run(folder, model), events, stop)
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
        lines = str(error).strip().splitlines() or ["it does not say why"]
        _failed(
            events, f"The trainer broke off, trainer.log says where: {type(error).__name__}, {lines[0].rstrip('.')}."
        )
        raise
    return 0


def _failed(events: Events, sentence: str, again: bool = True) -> int:
    print(sentence, file=sys.stderr, flush=True)
    try:
        events.write("failed", sentence=sentence, again=again)
    except OSError:
        # The disk is full for this line too; what was printed stands in the log where it can.
        pass
    return 2


def _fitted(run: Run, events: Events, stop: Stop) -> None:
    """Trains with the batch that was asked for; where the card's memory does not hold it, once more with one half as large."""
    _settle(run)
    # What needs no library is looked at first: they take seconds to import, on a busy machine a minute.
    weights.settled(run.base.given, run.base.kind, run.base.path)
    data = read_data(run.data)
    stop.obey()
    events.doing("loading its libraries")
    from training.attempt import attempt

    size = run.options.batch
    for allowed in (1, 0):
        try:
            return attempt(run, data, events, stop, size)
        except Exception as error:
            if not is_out_of_memory(error):
                raise
            half = _half(size)
            if not allowed or half is None:
                raise Failure(
                    f"The memory does not hold this model with {size} rows at once: take a smaller model or shorter rows"
                    + (f", or --batch {half}." if half else ".")
                ) from None
        events.write("batch", size=half, why=f"the memory did not hold {size} rows at once")
        size = half


def _half(batch: int) -> int | None:
    """The largest part of a batch that is no more than half of it and goes into it without rest."""
    return next((part for part in range(batch // 2, 0, -1) if batch % part == 0), None)


def _settle(run: Run) -> None:
    """What the libraries read when they are imported: nobody is told of this run, and a hub is asked only where one was named."""
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    # What a library advises its programmers is nothing to whoever watches a training.
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    # Threads that wait do so asleep: on a machine that does something else too, waiting awake took eight times as long.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    # The trainer trains on one card.
    os.environ["CUDA_VISIBLE_DEVICES"] = os.environ.get("CUDA_VISIBLE_DEVICES", "0").split(",")[0]
    if run.base.kind != "hub":
        os.environ["HF_HUB_OFFLINE"] = "1"


if __name__ == "__main__":
    given = argparse.ArgumentParser(description="Trains a model as its run's folder asks.")
    given.add_argument("run", type=Path, help="the run's folder")
    given.add_argument("--model", help="the base model's folder or id, in place of the one in run.json")
    told = given.parse_args()
    sys.exit(main(told.run.resolve(), told.model))
