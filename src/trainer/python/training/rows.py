"""Rows of a training set, as the run's folder holds them."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.files import json_lines, read_json
from training.problems import Failure

Message = dict[str, str]

# Labels that an object of JavaScript does not keep in their place: homines sends all of a question's in quotation marks then.
MOVES = re.compile(r"0|[1-9][0-9]*|__proto__")


@dataclass(frozen=True)
class Row:
    """What is trained on: a conversation up to the answer, and the answer."""

    id: str
    prompt: list[Message]
    completion: str
    # Of a typed decision, as a server is asked it: what is read before, the question, and its options in order.
    decision: dict[str, Any] | None = None


@dataclass(frozen=True)
class Question:
    """A held-out question: the answers that are legal, as they are written, and the one that the utility gives."""

    id: str
    node: str
    prompt: list[Message]
    legal: list[str]
    completion: str
    # Whether it is answered with the letter of an option, as typed decisions are.
    is_decision: bool = False


@dataclass(frozen=True)
class Data:
    """All rows of a run."""

    rows: list[Row]
    questions: list[Question]
    # Answers are drawn from a distribution: agreement with single answers does not judge them.
    soft: bool = False
    # Held-out rows of every kind; a look can ask those choices whose legal answers are listed.
    held_out: int = 0


def read_data(folder: Path) -> Data:
    """The rows of a set's folder. Raises Failure with the file and the line, or the row, that is wrong."""
    trained = _lines(folder / "trl" / "train.jsonl")
    if not trained:
        raise Failure(f"{folder / 'trl' / 'train.jsonl'} has no rows: make the set again with `homines tune data`.")
    ours = _lines(folder / "rows.jsonl", missing=True)
    if ours and len(ours) != len(trained):
        raise Failure(
            f"{folder / 'trl' / 'train.jsonl'} has {len(trained)} rows and rows.jsonl {len(ours)}: "
            "one of them was edited; make the set again with `homines tune data`."
        )
    file = folder / "trl" / "train.jsonl"
    rows = [_row(line, ours[i] if ours else None, file, i) for i, line in enumerate(trained)]
    held_out = _lines(folder / "held-out.jsonl", missing=True)
    try:
        asked = [one for one in held_out if one.get("kind") == "choice" and len(one.get("legal") or []) > 1]
        questions = [_question(line) for line in asked]
    except (AttributeError, KeyError, TypeError, ValueError):
        raise Failure(
            f"{folder / 'held-out.jsonl'} was edited, and has what is no row: make the set again with `homines tune data`."
        ) from None
    return Data(
        rows=rows,
        questions=questions,
        soft=_is_soft(folder),
        held_out=len(held_out),
    )


def read_conversations(file: Path) -> list[Row]:
    """The rows of a file for trainers by itself. Raises Failure with the line that is wrong."""
    return [_row(line, None, file, i) for i, line in enumerate(_lines(file))]


def spread(questions: list[Question], count: int) -> list[Question]:
    """So many of the questions, of every node alike, in the order of the file within a node."""
    nodes: dict[str, list[Question]] = {}
    for question in questions:
        nodes.setdefault(question.node, []).append(question)
    chosen: list[Question] = []
    depth = 0
    while len(chosen) < min(count, len(questions)):
        for node in nodes.values():
            if depth < len(node) and len(chosen) < count:
                chosen.append(node[depth])
        depth += 1
    return chosen


def _lines(file: Path, missing: bool = False) -> list[dict[str, Any]]:
    """A JSON object a line. A file that may be missing has none."""
    if not file.exists():
        if missing:
            return []
        raise Failure(f"{file} is missing: make the set again with `homines tune data`.")
    found: list[dict[str, Any]] = []
    for number, value in json_lines(file):
        if not isinstance(value, dict):
            raise Failure(f"{file}, line {number}, is no object of JSON.")
        found.append(value)
    return found


def _row(line: dict[str, Any], ours: dict[str, Any] | None, file: Path, place: int) -> Row:
    """A line for trainers, in the set's folder beside the row of ours from which it was made."""
    folder = file.parent.parent
    try:
        prompt, (answer,) = line["prompt"], line["completion"]
        messages = [{"role": one["role"], "content": one["content"]} for one in prompt]
        texts = [*(one["content"] for one in messages), answer["content"]]
        if answer["role"] != "assistant" or not messages or not all(isinstance(text, str) for text in texts):
            raise ValueError
    except (KeyError, TypeError, ValueError):
        raise Failure(
            f"{file}, line {place + 1}, is no row: `prompt` is a list of messages and `completion` one message of the assistant's."
        ) from None
    if ours is None:
        return Row(id=str(line.get("id", f"line {place + 1}")), prompt=messages, completion=answer["content"])
    try:
        name, decision, completion = ours["id"], ours.get("decision"), ours["completion"]
        same = completion == answer["content"] and (decision is not None or ours["prompt"] == messages)
        request = None if decision is None else _request(ours["prompt"], decision)
    except (AttributeError, KeyError, TypeError):
        raise Failure(
            f"{folder / 'rows.jsonl'}, line {place + 1}, is no row: make the set again with `homines tune data`."
        ) from None
    if not same:
        raise Failure(
            f"Row {name} of {folder / 'rows.jsonl'} is not line {place + 1} of trl/train.jsonl: "
            "one of them was edited; make the set again with `homines tune data`."
        )
    return Row(
        id=name,
        prompt=messages,
        completion=answer["content"],
        decision=request,
    )


def _question(line: dict[str, Any]) -> Question:
    """A held-out row of ours."""
    source, decision = line.get("source") or {}, line.get("decision")
    prompt = line["prompt"]
    if decision is not None:
        prompt = [{"role": "user", "content": served(_request(prompt, decision))}]
    return Question(
        id=line["id"],
        node=f"{source.get('game', '?')} {source.get('key', '?')}",
        prompt=prompt,
        legal=line["legal"],
        completion=line["completion"],
        is_decision=decision is not None,
    )


def _request(prompt: list[Message], decision: dict[str, Any]) -> dict[str, Any]:
    """A typed decision as src/model/decision/systemone.ts sends it."""
    labels = decision["options"]
    if any(MOVES.fullmatch(label) for label in labels):
        labels = [f'"{label}"' for label in labels]
    return {
        "state": "\n\n".join(message["content"] for message in prompt),
        "questions": {
            "choice": {
                "type": "choice",
                "instructions": decision["instruction"],
                "criteria": {label: None for label in labels},
            }
        },
    }


def served(request: dict[str, Any]) -> str:
    """The user's message that transformers writes for a typed decision."""
    from transformers.decision import DecisionConfig
    from transformers.decision.template_utils import DECISION_PROMPT, parse_questions
    from transformers.utils.chat_template_utils import _compile_jinja_template

    (question,) = parse_questions(request["questions"], DecisionConfig())
    return _compile_jinja_template(DECISION_PROMPT).render(state=request["state"], question=question)


def _is_soft(folder: Path) -> bool:
    """Whether the set's answers were drawn by the logit rule. A set of somebody else's does not say."""
    told = read_json(folder / "set.json")
    return isinstance(told, dict) and told.get("lambda") is not None
