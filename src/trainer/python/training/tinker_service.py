"""
Tinker as a run asks it, by its own SDK (tinker 0.38.0): what is there of a run already, a training begun or gone on with, its states and
its end. Nothing of a run is kept here: its mark stands in what Tinker lists.

A training at Tinker lives as long as the process that began it. What goes on later is another training there, begun from the last state
with its optimizer: the steps before it are not taken, and not paid, again. Not tried on the service by us, against a stand-in alone.
"""

import logging
import math
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timezone

import numpy
import tinker

from training.problems import Failure, Final
from training.proofs import Tokenized
from training.provider_run import ProviderRun
from training.tinker_rows import datum, weights

# Trainings of an account that are looked through, newest first, and how many are asked for at once, as the SDK's own program does.
MOST_RUNS, AT_ONCE = 2000, 100
# Behind the SDK's address stands where models are asked by the OpenAI protocol, which is what a run knows.
ASKED = "/oai/api/v1"
# What user_metadata calls the mark.
MARK = "homines"
# Seconds for which a state is kept at Tinker: 30 days. Within them a stopped run can go on.
KEPT = 30 * 24 * 3600
# Seconds that a training which may have been begun is given to be listed, and between two looks.
PATIENCE, LOOK = 20.0, 2.0
# Seconds that the end of a session may take.
ENDING = 10.0


@dataclass(frozen=True)
class State:
    """Where a run can go on."""

    path: str
    step: int
    seconds: float
    # The training that saved it.
    training: str


@dataclass(frozen=True)
class There:
    """What Tinker has of a run."""

    # Trainings that carry its mark, newest first.
    trainings: list[str]
    last: State | None
    # The weights that are asked, once they were saved.
    tuned: State | None


@contextmanager
def service(run: ProviderRun, key: str) -> Iterator[tinker.ServiceClient]:
    """Tinker for training; nothing is asked before it is used. What it says to the end of its session is nobody's trouble."""
    client = tinker.ServiceClient(
        {MARK: run.mark}, display_name=run.name, base_url=run.address.removesuffix(ASKED), api_key=key
    )
    try:
        yield client
    finally:
        with suppress(Exception):
            client.close("success").result(ENDING)


def rest(address: str, key: str) -> tinker.RestClient:
    """Tinker for looking."""
    return tinker.RestClient(base_url=address.removesuffix(ASKED), api_key=key)


def bases(client: tinker.RestClient) -> dict[str, int | None]:
    """The models that are trained there, each with the tokens that a row may have."""
    told = client.get_server_capabilities().result().supported_models
    return {one.model_name: one.max_context_length for one in told if one.model_name and one.trainable is not False}


def context_of(client: tinker.RestClient, base: str) -> int:
    """Tokens that a row may have with a base. Raises Final where it is not trained there."""
    there = bases(client)
    if base not in there:
        raise Final(f"Tinker does not train {base}: give --model one of {', '.join(sorted(there)) or 'none at all'}.")
    return there[base] or 10**9


def there_is(client: tinker.RestClient, run: ProviderRun) -> There:
    """What Tinker has of a run, by its mark."""
    trainings: list[str] = []
    found: list[tuple[str, State]] = []
    for offset in range(0, MOST_RUNS, AT_ONCE):
        page = client.list_training_runs(limit=AT_ONCE, offset=offset).result()
        ours = [one for one in page.training_runs if (one.user_metadata or {}).get(MARK) == run.mark]
        for one in ours:
            trainings.append(one.training_run_id)
            for saved in client.list_checkpoints(one.training_run_id).result().checkpoints:
                if (state := _state(saved, run.mark, one.training_run_id)) is not None:
                    found.append((saved.checkpoint_type, state))
        if offset + AT_ONCE >= page.cursor.total_count:
            break
    states = [state for kind, state in found if kind == "training"]
    tuned = [state for kind, state in found if kind == "sampler"]
    return There(trainings, max(states, key=_step, default=None), max(tuned, key=_step, default=None))


def waited_for(client: tinker.RestClient, run: ProviderRun) -> There:
    """The same of a run that may have been begun in the moment in which somebody was killed: it is given time to be listed."""
    until = time.monotonic() + PATIENCE
    while True:
        there = there_is(client, run)
        if there.trainings or time.monotonic() > until:
            return there
        time.sleep(LOOK)


def _step(state: State) -> int:
    return state.step


def _state(saved: tinker.types.Checkpoint, mark: str, training: str) -> State | None:
    """A checkpoint as a state of ours; None of another's, and of what has expired."""
    found = re.search(rf"(?:^|/){re.escape(mark)}-(\d{{1,9}})$", saved.checkpoint_id)
    if found is None or (saved.expires_at is not None and _utc(saved.expires_at) < datetime.now(timezone.utc)):
        return None
    try:
        seconds = float((saved.user_metadata or {}).get("seconds", "0"))
    except ValueError:
        seconds = 0.0
    return State(saved.tinker_path, int(found[1]), seconds if math.isfinite(seconds) else 0.0, training)


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


class Training:
    """A training that goes on at this moment."""

    def __init__(self, client: tinker.TrainingClient, mark: str) -> None:
        self._client = client
        self._mark = mark

    @property
    def id(self) -> str:
        """What Tinker calls it."""
        return str(self._client.model_id)

    def step(self, rows: list[Tokenized], rate: float) -> float:
        """One step of the optimizer on these rows. Gives back the mean loss of a trained token, as Tinker's documentation reckons it."""
        ahead = self._client.forward_backward([datum(row) for row in rows], "cross_entropy")
        # Both on their way before either is waited for: Tinker takes its steps by the clock.
        moved = self._client.optim_step(tinker.AdamParams(learning_rate=rate))
        outputs = ahead.result().loss_fn_outputs
        moved.result()
        told = numpy.concatenate([output["logprobs"].to_numpy() for output in outputs])
        mask = numpy.concatenate([numpy.asarray(weights(row)) for row in rows])
        return float(-numpy.dot(told, mask) / mask.sum())

    def save(self, step: int, seconds: float) -> None:
        """A state with its optimizer, from which it goes on."""
        self._client.save_state(
            f"{self._mark}-{step}", ttl_seconds=KEPT, overwrite=True, user_metadata=_metadata(self._mark, seconds)
        ).result()

    def tuned(self, step: int, seconds: float) -> str:
        """The weights as they are asked, for good. Gives back what Tinker calls them."""
        return (
            self._client.save_weights_for_sampler(
                f"{self._mark}-{step}", user_metadata=_metadata(self._mark, seconds)
            )
            .result()
            .path
        )


def begin(client: tinker.ServiceClient, run: ProviderRun, rank: int) -> Training:
    """A training from the base."""
    return Training(
        client.create_lora_training_client(
            run.base, rank=rank, seed=run.options.seed, user_metadata={MARK: run.mark}
        ).result(),
        run.mark,
    )


def go_on(client: tinker.ServiceClient, run: ProviderRun, state: State) -> Training:
    """A training from a state of this run."""
    return Training(
        client.create_training_client_from_state_with_optimizer(
            state.path, user_metadata={MARK: run.mark, "from": state.training}
        ).result(),
        run.mark,
    )


def _metadata(mark: str, seconds: float) -> dict[str, str]:
    return {MARK: mark, "seconds": f"{seconds:.1f}"}


class Said(logging.Handler):
    """What the SDK warns of while it waits (no money, no cards), for whoever watches; each only once in a row."""

    def __init__(self, hear: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._hear = hear
        self._last = ""

    def emit(self, record: logging.LogRecord) -> None:
        line = " ".join(record.getMessage().split())[:300]
        if line != self._last:
            self._last = line
            self._hear(f"Tinker: {line}")


def worded(error: Exception, key: str) -> Failure | None:
    """What the SDK raises, as a sentence; None of what is no word of Tinker's. The key is in none."""
    if not isinstance(error, tinker.TinkerError):
        cause = error.__cause__
        return worded(cause, key) if isinstance(cause, Exception) else None
    said = (" ".join(str(error).split()) or type(error).__name__).replace(key, "…")[:300].rstrip(".")
    if isinstance(error, tinker.AuthenticationError | tinker.PermissionDeniedError):
        return Failure(f"Tinker refuses the key in TINKER_API_KEY ({said}): set one that may train.")
    if isinstance(error, tinker.APIConnectionError):
        return Failure(f"Tinker does not answer ({said}): resume the run when it does; the last state is kept there.")
    if isinstance(error, tinker.APIStatusError) and error.status_code == 402:
        return Failure(f"Tinker takes nothing more from this account ({said}): add money there and resume the run.")
    return Failure(f"Tinker refuses this training ({said}): mend that and resume the run.")
