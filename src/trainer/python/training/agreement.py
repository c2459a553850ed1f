"""Held-out questions, each answered with the legal answer that the model gives the most probability."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from training import chat
from training.rows import Question

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase


@dataclass(frozen=True)
class Asked:
    """A question in tokens: what its answers have in common, and where each goes on."""

    node: str
    prefix: list[int]
    answers: list[list[int]]
    right: int


@dataclass(frozen=True)
class Look:
    """How many of the questions were answered as the utility answers them."""

    right: int
    asked: int
    by_node: dict[str, tuple[int, int]]
    # What is right on average where an answer is drawn from those that are legal, 0 to 1: it tells models apart that answer
    # alike, and a question that is answered by a hair is not a whole one more.
    expected: float


def prepared(questions: list[Question], tokenizer: "PreTrainedTokenizerBase") -> list[Asked]:
    """The questions as tokens, made once for all looks."""
    return [_prepared(question, tokenizer) for question in questions]


def _prepared(question: Question, tokenizer: "PreTrainedTokenizerBase") -> Asked:
    """A decision is read at its letter alone, as servers read it; other answers to the end of the model's turn."""
    switch = {chat.SWITCH: False} if question.is_decision and chat.has_switch(tokenizer) else {}
    prompt = chat.tokens(tokenizer, question.prompt, **switch)
    whole = [chat.answered(tokenizer, question.prompt, answer, **switch) for answer in question.legal]
    same = common([prompt, *whole])
    answers = [one[same : same + 1] if question.is_decision else one[same:] for one in whole]
    return Asked(question.node, prompt[:same], answers, question.legal.index(question.completion))


def common(sequences: list[list[int]]) -> int:
    """How many tokens all begin with."""
    for i, tokens in enumerate(zip(*sequences)):
        if len(set(tokens)) > 1:
            return i
    return min(len(one) for one in sequences)


def look(model: "PreTrainedModel", questions: list[Asked], between: Callable[[], None] = lambda: None) -> Look:
    """Asks a model all questions. `between` is called before each and may raise, which ends the look."""
    was_training = model.training
    model.eval()
    nodes: dict[str, list[int]] = {}
    total = 0.0
    try:
        with torch.no_grad():
            for question in questions:
                between()
                scores = log_likelihoods(model, question.prefix, question.answers)
                total += scores.softmax(0)[question.right].item()
                best = int(scores.argmax())
                node = nodes.setdefault(question.node, [0, 0])
                node[0] += best == question.right
                node[1] += 1
    finally:
        model.train(was_training)
    return Look(
        right=sum(right for right, _ in nodes.values()),
        asked=len(questions),
        by_node={name: (right, asked) for name, (right, asked) in nodes.items()},
        expected=total / len(questions),
    )


def log_likelihoods(model: "PreTrainedModel", prefix: list[int], answers: list[list[int]]) -> torch.Tensor:
    """The log-probability of each answer after the prefix. The prefix is read once and its cache shared by all answers."""
    device = model.device
    start = model(input_ids=torch.tensor([prefix], device=device), use_cache=True, logits_to_keep=1)
    first = torch.log_softmax(start.logits[0, -1].float(), -1)
    scores = torch.stack([first[answer[0]] for answer in answers])
    longest = max(len(answer) for answer in answers)
    if longest == 1:
        return scores
    # Filled up on the right: what stands there comes after every token that counts, and is not counted.
    filled = torch.tensor([answer + [answer[-1]] * (longest - len(answer)) for answer in answers], device=device)
    cache = start.past_key_values
    cache.batch_repeat_interleave(len(answers))
    logits = model(input_ids=filled[:, :-1], cache=cache, use_cache=True).logits
    later = torch.log_softmax(logits.float(), -1).gather(2, filled[:, 1:, None])[:, :, 0]
    counted = torch.tensor([[i < len(answer) - 1 for i in range(longest - 1)] for answer in answers], device=device)
    return scores + (later * counted).sum(1)
