"""
Three of the five proofs that what comes out is a tuned model, taken from the rows that the trainer itself made and will use:
that it learns the answers and nothing else, that no row is cut, and that it reads what a server will write.
"""

import hashlib
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from training import chat
from training.rows import Row

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase
    from trl import SFTTrainer

IGNORED = -100
# Rows that are put together at once: the collator is asked for all of them, as in training.
TOGETHER = 64
# Texts that are kept whole for whoever compares.
SAMPLE = 20


@dataclass(frozen=True)
class Tokenized:
    """A row as the trainer feeds it."""

    tokens: list[int]
    # Where the first trained token stands; the length where none is trained.
    begin: int
    # The trained tokens, in order.
    trained: list[int]


@dataclass(frozen=True)
class Finding:
    """What a proof found; `fault` is None where it passed."""

    name: str
    figure: str
    fault: str | None


def tokenized(trainer: "SFTTrainer") -> list[Tokenized]:
    """The trainer's rows, in the order in which they were given, through its own collator."""
    rows: list[Tokenized] = []
    data = trainer.train_dataset
    columns = [name for name in data.column_names if name in ("input_ids", "labels", "attention_mask")]
    data = data.select_columns(columns)
    for start in range(0, len(data), TOGETHER):
        batch = trainer.data_collator([data[i] for i in range(start, min(start + TOGETHER, len(data)))])
        batch = {name: value.tolist() for name, value in batch.items()}
        for ids, labels, attended in zip(batch["input_ids"], batch["labels"], batch["attention_mask"]):
            length = sum(attended)
            ids, labels = ids[:length], labels[:length]
            places = [i for i, label in enumerate(labels) if label != IGNORED]
            rows.append(
                Tokenized(tokens=ids, begin=places[0] if places else length, trained=[labels[i] for i in places])
            )
    return rows


def mask(rows: list[Row], found: list[Tokenized], tokenizer: "PreTrainedTokenizerBase") -> Finding:
    """Every row is there, something of it is trained, and the answer is in what is trained."""
    counts = [len(one.trained) for one in found]
    figure = f"{len(found)} of {len(rows)} rows kept"
    if counts:
        mean = sum(counts) / len(counts)
        figure += f", trained tokens a row {min(counts)} at least, {mean:.1f} on average, {max(counts)} at most"
    if len(found) != len(rows):
        return Finding("mask", figure, f"{len(rows) - len(found)} rows were dropped by the trainer")
    faults = [fault for row, one in zip(rows, found) if (fault := _unlearned(row, one, tokenizer))]
    return Finding("mask", figure, _first(faults))


def _unlearned(row: Row, found: Tokenized, tokenizer: "PreTrainedTokenizerBase") -> str | None:
    """Why a row's answer is not what it teaches."""
    if not row.completion.strip():
        return f"row {row.id} has an empty answer"
    if not found.trained:
        return f"row {row.id} has no trained token"
    if found.trained != found.tokens[found.begin : found.begin + len(found.trained)]:
        return f"row {row.id}: what is trained is not one piece of what is read"
    text = chat.text(tokenizer, found.trained)
    if row.completion not in text:
        return f"row {row.id}: the answer {row.completion!r} is not in what is trained, {text!r}"
    return None


def length(rows: list[Row], found: list[Tokenized], most: int) -> Finding:
    """Every row has as many tokens as the model takes, or fewer. None is cut: the trainer has no length of its own."""
    longest = max((len(one.tokens) for one in found), default=0)
    figure = f"longest row {longest} of {most} tokens"
    faults = [
        f"row {row.id} has {len(one.tokens)} tokens and {most} are possible"
        for row, one in zip(rows, found)
        if len(one.tokens) > most
    ]
    return Finding("length", figure, _first(faults))


def template(rows: list[Row], found: list[Tokenized], tokenizer: "PreTrainedTokenizerBase", file: Path) -> Finding:
    """
    What the trainer read before each answer is what the tokenizer that is saved beside the model writes for the question, and
    for a typed decision what transformers writes. The hashes of these texts are left in `file`: a server that writes down
    what it reads has them too.
    """
    saved = _saved(tokenizer)
    # Another one for decisions: transformers adds marks of its own to the tokenizer that it is given.
    marked = _saved(tokenizer)
    sampled = set(range(0, len(rows), max(1, len(rows) // SAMPLE)))
    faults: list[str] = []
    lines: list[str] = []
    for i, (row, one) in enumerate(zip(rows, found)):
        text = chat.text(tokenizer, one.tokens[: one.begin])
        if fault := _unlike(row, one, saved, marked):
            faults.append(fault)
        line: dict[str, Any] = {"id": row.id, "sha256": hashlib.sha256(text.encode()).hexdigest()}
        lines.append(json.dumps(line | ({"text": text} if i in sampled else {}), ensure_ascii=False))
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    alike = len(rows) - len(faults)
    return Finding("template", f"{alike} of {len(rows)} rows read as the saved template writes them", _first(faults))


def switches(row: Row, tokenizer: "PreTrainedTokenizerBase") -> dict[str, bool]:
    """What a server adds to a conversation's template: to typed decisions, that no model is to think."""
    return {chat.SWITCH: False} if row.decision is not None and chat.has_switch(tokenizer) else {}


def _unlike(
    row: Row, found: Tokenized, saved: "PreTrainedTokenizerBase", marked: "PreTrainedTokenizerBase"
) -> str | None:
    """Where what was read before an answer is not what will be read."""
    read = found.tokens[: found.begin]
    written = chat.tokens(saved, row.prompt, **switches(row, saved))
    if read != written:
        return f"row {row.id}: {_difference(saved, read, written)}"
    if row.decision is None:
        return None
    served, letter = _decision(row, marked)
    if served != read:
        return f"row {row.id}, a typed decision: {_difference(saved, read, served)}"
    if found.trained[:1] != [letter]:
        return f"row {row.id}, a typed decision: the first trained token is not its letter {row.completion!r}"
    return None


def _decision(row: Row, tokenizer: "PreTrainedTokenizerBase") -> tuple[list[int], int | None]:
    """What transformers' server reads for a typed decision, and the token of the row's letter."""
    from transformers.decision import DecisionConfig
    from transformers.decision.template_utils import label_token_ids

    ((inputs, (question,)),) = DecisionConfig().prepare_inputs(row.decision, tokenizer)
    letters = dict(zip(question.labels, label_token_ids(tokenizer, tuple(question.labels))))
    return inputs["input_ids"][0].tolist(), letters.get(row.completion)


def _difference(tokenizer: "PreTrainedTokenizerBase", read: list[int], written: list[int]) -> str:
    """The first place where two texts part, in a few words of each."""
    same = next((i for i, (a, b) in enumerate(zip(read, written)) if a != b), min(len(read), len(written)))
    start, end = max(0, same - 3), same + 6
    return (
        f"trained after {tokenizer.decode(read[start:end])!r} where {tokenizer.decode(written[start:end])!r} is served"
    )


def _saved(tokenizer: "PreTrainedTokenizerBase") -> "PreTrainedTokenizerBase":
    """The tokenizer as it is read again after it was saved."""
    from transformers import AutoTokenizer

    with tempfile.TemporaryDirectory() as folder:
        tokenizer.save_pretrained(folder)
        return AutoTokenizer.from_pretrained(folder)


def _first(faults: list[str]) -> str | None:
    """The first fault, and how many more there are."""
    if not faults:
        return None
    return faults[0] + (f" (and {len(faults) - 1} more rows)" if len(faults) > 1 else "")
