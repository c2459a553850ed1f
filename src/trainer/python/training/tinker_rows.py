"""Rows as Tinker takes them: in tokens, each with the weight of what follows it, nought where that is the prompt."""

import math
import random
from typing import TYPE_CHECKING

from training import chat, proofs
from training.problems import Failure
from training.rows import Row

if TYPE_CHECKING:
    from tinker import Datum
    from transformers import PreTrainedTokenizerBase


def named(base: str) -> str:
    """The tokenizer of a base as a hub knows it, by the SDK's own rule: what stands behind a colon is how it is served."""
    name = base.split(":")[0]
    if name.startswith("meta-llama/Llama-3"):
        return "thinkingmachineslabinc/meta-llama-3-instruct-tokenizer"
    return "/".join(name.split("/")[:2])


def tokenizer_of(place: str, base: str) -> "PreTrainedTokenizerBase":
    """The tokenizer of a base, from a folder or a hub, with a template that is told not to think. Raises Failure."""
    from transformers import AutoTokenizer

    try:
        tokenizer = AutoTokenizer.from_pretrained(place)
    except Exception as error:  # noqa: BLE001 - the library raises what it likes
        why = (str(error).strip().splitlines() or [type(error).__name__])[0][:200].rstrip(".")
        raise Failure(
            f"The tokenizer of {base} cannot be read from {place} ({why}): connect to the internet once, set HF_TOKEN where it is "
            "given out only to who asks, or give --tokenizer a folder that has it."
        ) from None
    chat.settle(tokenizer, base, thinking=False)
    return tokenizer


def tokenized(rows: list[Row], tokenizer: "PreTrainedTokenizerBase") -> list[proofs.Tokenized]:
    """Each row as the template writes it with its answer: trained is what comes behind the prompt. Raises Failure."""
    found: list[proofs.Tokenized] = []
    for row in rows:
        prompt = chat.tokens(tokenizer, row.prompt)
        tokens = chat.answered(tokenizer, row.prompt, row.completion)
        if tokens[: len(prompt)] != prompt:
            raise Failure(
                f"Row {row.id}: what the template writes for its question is not the beginning of what it writes with the answer, so "
                "that nobody could say what is trained: take another base."
            )
        found.append(proofs.Tokenized(tokens=tokens, begin=len(prompt), trained=tokens[len(prompt) :]))
    return found


def sent(row: proofs.Tokenized) -> int:
    """Tokens of a row that Tinker reads, and bills: all but the last, which is only predicted."""
    return len(row.tokens) - 1


def weights(row: proofs.Tokenized) -> list[float]:
    """For each token that is read: whether the one behind it is trained."""
    return [1.0 if place >= row.begin else 0.0 for place in range(1, len(row.tokens))]


def datum(row: proofs.Tokenized) -> "Datum":
    """A row for `forward_backward` with the loss `cross_entropy`."""
    from tinker import Datum, ModelInput

    return Datum(
        model_input=ModelInput.from_ints(row.tokens[:-1]),
        loss_fn_inputs={"target_tokens": row.tokens[1:], "weights": weights(row)},
    )


def steps_of(rows: int, batch: int, epochs: float) -> int:
    """Optimizer steps of a run."""
    return max(1, math.ceil(epochs * math.ceil(rows / batch)))


def places_of(step: int, rows: int, batch: int, seed: int) -> list[int]:
    """Which rows step number `step`, from 1, takes: each epoch all of them once, in an order of its own."""
    each = math.ceil(rows / batch)
    epoch, place = divmod(step - 1, each)
    order = list(range(rows))
    random.Random(f"{seed}:{epoch}").shuffle(order)
    return order[place * batch : (place + 1) * batch]


def tokens_of(rows: list[proofs.Tokenized], batch: int, epochs: float, seed: int) -> int:
    """Tokens that a whole run sends."""
    steps = range(1, steps_of(len(rows), batch, epochs) + 1)
    return sum(sent(rows[place]) for step in steps for place in places_of(step, len(rows), batch, seed))
