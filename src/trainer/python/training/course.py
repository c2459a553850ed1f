"""The course of a training: steps told as they come, looks at held-out questions, checkpoints, and when it ends early."""

import json
import math
import os
import shutil
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from training.agreement import Asked as AskedQuestion
from training.agreement import look
from training.folder import Events
from training.problems import Failure
from training.stop import Asked, Stop

if TYPE_CHECKING:
    from transformers import PreTrainedModel

# Written into a checkpoint when all of it lies there: what has none was being written when its process was killed.
MARK = "whole.json"
# Checkpoints of a run without looks.
AT_LEAST = 4


@dataclass(frozen=True)
class LookAt:
    """What a look found, as a checkpoint keeps it."""

    step: int
    right: int
    asked: int
    # Share of right answers where they are drawn, 0 to 1.
    expected: float


@dataclass(frozen=True)
class Mark:
    """What a checkpoint keeps beside the trainer's own state."""

    step: int
    of: int
    seconds: float
    looks: list[LookAt] = field(default_factory=list)


def _look_at(told: dict[str, Any]) -> LookAt:
    """A look as a checkpoint keeps it; of one that was kept before there was `expected`, what was counted."""
    step, right, asked = told["step"], told["right"], told["asked"]
    return LookAt(step, right, asked, told.get("expected", right / asked))


def best_of(looks: list[LookAt]) -> int | None:
    """
    The step after which right answers have the most probability; none before the first. Counted answers are too coarse for it:
    of a few dozen questions, those of which the model knows nothing fall to one look or the other by luck.
    """
    trained = [one for one in looks if one.step > 0]
    return max(trained, key=lambda one: (one.expected, one.step)).step if trained else None


def last_whole(folder: Path) -> tuple[Path, Mark] | None:
    """The latest checkpoint that was written to its end. Those that were not are removed."""
    found: list[tuple[Path, Mark]] = []
    for checkpoint in folder.glob("checkpoint-*"):
        mark = _mark_of(checkpoint)
        if mark is None:
            shutil.rmtree(checkpoint, ignore_errors=True)
        else:
            found.append((checkpoint, mark))
    return max(found, key=lambda one: one[1].step, default=None)


def _mark_of(checkpoint: Path) -> Mark | None:
    try:
        told = json.loads((checkpoint / MARK).read_text(encoding="utf-8"))
        return Mark(told["step"], told["of"], told["seconds"], [_look_at(one) for one in told["looks"]])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def places(steps: int, count: int) -> set[int]:
    """So many steps of a training, evenly spread, the last among them."""
    return {math.ceil(steps * i / count) for i in range(1, count + 1)} if count > 0 else {steps}


class Course(TrainerCallback):
    """Hears what the library's trainer does and says it as events; looks, keeps checkpoints, and ends the training early."""

    def __init__(
        self,
        folder: Path,
        events: Events,
        stop: Stop,
        questions: list[AskedQuestion],
        count: int,
        patience: int | None,
        chooses: bool,
        resumed: Mark | None,
        model: "PreTrainedModel",
    ) -> None:
        """`chooses`: agreement says which checkpoint is best and when to end; else the last one is, and it goes to its end."""
        self._folder = folder
        self._events = events
        self._stop = stop
        self._questions = questions
        self._count = count if questions else 0
        self._patience = patience if chooses else None
        self._chooses = chooses and bool(questions)
        self._since = time.monotonic() - (resumed.seconds if resumed else 0)
        self._looks = list(resumed.looks) if resumed else []
        self._resumed = resumed
        self._last = resumed.step if resumed else 0
        self.why: str | None = None
        self._model = model

    @property
    def seconds(self) -> float:
        """How long this run has been trained, over all its starts."""
        return time.monotonic() - self._since

    @property
    def last(self) -> int:
        """The step of the last checkpoint."""
        return self._last

    def is_over(self) -> bool:
        """Whether the run that is resumed has no step left to take."""
        mark = self._resumed
        if mark is None or mark.step >= mark.of:
            return mark is not None
        if self._has_not_risen():
            self.why = "early"
        return self.why is not None

    def best(self) -> int:
        """The step whose checkpoint is the run's result."""
        return (best_of(self._looks) if self._chooses else None) or self._last

    def catch_up(self) -> None:
        """The look that is due before the first step of this process: at the base, or one that was broken off. Raises Asked."""
        step, mark = self._last, self._resumed
        due = step == 0 or (mark is not None and step in places(mark.of, self._count))
        if not self._count or not due or any(one.step == step for one in self._looks):
            return
        self._look(step)
        if mark is not None:
            self._mark(step, mark.of)

    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: dict[str, float] | None = None,
        **_: Any,
    ) -> None:
        loss = (logs or {}).get("loss")
        if loss is None:
            return
        if not math.isfinite(loss):
            raise Failure(
                f"The loss is no number at step {state.global_step}: start the run again with a lower --lr than {args.learning_rate}."
            )
        self._events.write("step", step=state.global_step, of=state.max_steps, loss=loss)

    def on_step_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        if self._stop.asked:
            self.why = "asked"
            control.should_training_stop = True
        if self._stop.asked or state.global_step in places(state.max_steps, self._count or AT_LEAST):
            control.should_save = True

    def on_save(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        """The checkpoint lies there whole: it counts from now on, and once more when it was looked at."""
        step = state.global_step
        self._mark(step, state.max_steps)
        self._events.write("checkpoint", step=step)
        if self._count and step in places(state.max_steps, self._count) and not self._stop.asked:
            try:
                self._look(step)
                self._mark(step, state.max_steps)
            except Asked:
                self.why = "asked"
                control.should_training_stop = True
        self._forget()
        if step < state.max_steps and self.why is None and self._has_not_risen():
            self.why = "early"
            control.should_training_stop = True

    def _look(self, step: int) -> None:
        if step == 0:
            self._events.doing(f"asking the untuned model {len(self._questions)} held-out questions")
        found = look(self._model, self._questions, lambda: self._stop.obey(self._last))
        self._looks.append(LookAt(step, found.right, found.asked, found.expected))
        self._events.write(
            "held-out",
            step=step,
            all={"right": found.right, "asked": found.asked},
            byNode={name: {"right": right, "asked": asked} for name, (right, asked) in found.by_node.items()},
        )

    def _has_not_risen(self) -> bool:
        """Whether agreement has not risen for as many looks as the run has patience."""
        if self._patience is None or not self._looks:
            return False
        first_best = max(range(len(self._looks)), key=lambda i: (self._looks[i].right, -i))
        return len(self._looks) - 1 - first_best >= self._patience

    def _mark(self, step: int, of: int) -> None:
        checkpoint = self._folder / f"checkpoint-{step}"
        mark = Mark(step, of, self.seconds, self._looks)
        _sync(checkpoint)
        written = checkpoint / f"{MARK}.being-written"
        with written.open("w", encoding="utf-8") as file:
            json.dump(asdict(mark), file)
            file.flush()
            os.fsync(file.fileno())
        written.replace(checkpoint / MARK)
        self._last = step

    def _forget(self) -> None:
        """Checkpoints that are neither the last nor the best are of no more use."""
        kept = {f"checkpoint-{self._last}", f"checkpoint-{self.best()}"}
        for checkpoint in self._folder.glob("checkpoint-*"):
            if checkpoint.name not in kept:
                (checkpoint / MARK).unlink(missing_ok=True)
                shutil.rmtree(checkpoint, ignore_errors=True)


def _sync(folder: Path) -> None:
    """What was written into a folder is on the disk before it is said to be."""
    for file in folder.iterdir():
        if file.is_file():
            with file.open("rb") as opened:
                os.fsync(opened.fileno())
