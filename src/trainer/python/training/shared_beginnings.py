"""
Rows of a step that begin alike, as one line of tokens: what they share is reckoned once. Our rows stand in twos that ask the same
question of somebody who expects something else (src/tune/twins.ts), and share two thirds of their tokens. Each row sees its own
tokens alone, at their own places, so that its loss and its gradient are those of the row by itself (`is_same` tries it).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from training.agreement import common
from training.proofs import IGNORED

if TYPE_CHECKING:
    from transformers import PreTrainedModel

Example = dict[str, list[int]]
Batch = dict[str, torch.Tensor]

# The part of a row that it has to share with another, to be put into its line: what stands in one line looks at each other in
# vain, which takes time too.
LEAST = 0.5
# The most that two ways to reckon a log-probability may differ by: numbers are rounded in another order.
ROUNDED = 1e-3


@dataclass
class _Line:
    """Rows one after the other, each without what stands in the line already."""

    tokens: list[int]
    labels: list[int]
    # Where each token stands in its own row.
    places: list[int]
    # Of each row its tokens, and where in the line they are.
    rows: list[tuple[list[int], list[int]]]


class SharedBeginnings:
    """A collator that puts rows which begin alike into one line; a batch without such rows is the trainer's own."""

    def __init__(self, own: Callable[[list[Example]], Batch], pad: int, multiple: int = 1) -> None:
        """`own`: the trainer's collator; `pad`: the token that fills up what is shorter; `multiple`: of what lengths are."""
        self.own = own
        self.pad = pad
        self.multiple = multiple

    def __call__(self, examples: list[Example]) -> Batch:
        """Rows as the trainer keeps them (`input_ids`, `labels`) as what the model takes."""
        lines = _lines(examples)
        return self.own(examples) if len(lines) == len(examples) else self._batch(lines)

    def shares(self, examples: list[Example]) -> bool:
        """Whether some of them stand in one line."""
        return len(_lines(examples)) < len(examples)

    def _batch(self, lines: list[_Line]) -> Batch:
        longest = max(len(line.tokens) for line in lines)
        size = (len(lines), math.ceil(longest / self.multiple) * self.multiple)
        tokens, labels = torch.full(size, self.pad), torch.full(size, IGNORED)
        places = torch.zeros(size, dtype=torch.long)
        seen = torch.zeros(size[0], 1, size[1], size[1], dtype=torch.bool)
        # What fills up sees itself, as something has to be seen, and is seen by none.
        seen.diagonal(dim1=2, dim2=3).fill_(True)
        for at, line in enumerate(lines):
            length = len(line.tokens)
            tokens[at, :length] = torch.tensor(line.tokens)
            labels[at, :length] = torch.tensor(line.labels)
            places[at, :length] = torch.tensor(line.places)
            for _, row in line.rows:
                where = torch.tensor(row)
                seen[at, 0, where[:, None], where[None, :]] = torch.ones(len(row), len(row), dtype=torch.bool).tril()
        return {"input_ids": tokens, "labels": labels, "attention_mask": seen, "position_ids": places}


def _lines(examples: list[Example]) -> list[_Line]:
    lines: list[_Line] = []
    for example in examples:
        _add(lines, example["input_ids"], example["labels"])
    return lines


def _add(lines: list[_Line], tokens: list[int], labels: list[int]) -> None:
    """A row, into the line in which most of it stands, or as a line of its own."""
    # The token before the first that is trained predicts it: it stands by itself.
    most = max(0, next((at for at, label in enumerate(labels) if label != IGNORED), len(labels)) - 1)
    shared, line, row = max(
        ((common([other, tokens[:most]]), line, row) for line in lines for other, row in line.rows),
        key=lambda found: found[0],
        default=(0, None, []),
    )
    if line is None or shared < LEAST * len(tokens):
        own = list(range(len(tokens)))
        lines.append(_Line(list(tokens), list(labels), list(own), [(tokens, own)]))
        return
    begin, rest = len(line.tokens), len(tokens) - shared
    line.tokens += tokens[shared:]
    line.labels += labels[shared:]
    line.places += range(shared, len(tokens))
    line.rows.append((tokens, row[:shared] + list(range(begin, begin + rest))))


def is_same(model: "PreTrainedModel", one: Batch, other: Batch) -> bool:
    """
    Whether a model gives the trained tokens of both the same probabilities. One whose layers do not look where they are told to
    (a window that slides, a state that is carried on) does not, where rows share a line.
    """
    was_training = model.training
    model.eval()
    try:
        with torch.no_grad():
            found, wanted = (_trained(model, batch) for batch in (one, other))
    except (RuntimeError, TypeError, ValueError):
        # A layer that takes no such mask.
        return False
    finally:
        model.train(was_training)
    return torch.allclose(found, wanted, rtol=ROUNDED, atol=ROUNDED)


def _trained(model: "PreTrainedModel", batch: Batch) -> torch.Tensor:
    """The log-probabilities of the trained tokens, from the least."""
    inputs = {name: value.to(model.device) for name, value in batch.items() if name != "labels"}
    labels = batch["labels"][:, 1:].to(model.device)
    is_trained = labels != IGNORED
    logits = model(**inputs, use_cache=False).logits[:, :-1][is_trained].float()
    return torch.log_softmax(logits, -1).gather(1, labels[is_trained][:, None])[:, 0].sort().values
