"""Tries the collator of shared beginnings on a model, and prints what it found as one line of JSON.

    python shared_beginnings.py TRAINER_FOLDER MODEL
"""

import json
import sys

sys.path.insert(0, sys.argv[1])
import torch
from transformers import AutoModelForCausalLM, MistralConfig, MistralForCausalLM
from trl.trainer.sft_trainer import DataCollatorForLanguageModeling

from training.shared_beginnings import SharedBeginnings, is_same


def row(prompt: list[int], answer: list[int]) -> dict[str, list[int]]:
    """As the trainer keeps it: the answer is trained, the prompt is not."""
    return {"input_ids": prompt + answer, "labels": [-100] * len(prompt) + answer}


def gradient(batch: dict[str, torch.Tensor]) -> torch.Tensor:
    """Of all weights, by the mean loss of the trained tokens."""
    model.zero_grad()
    wanted = batch["labels"][:, 1:].flatten()
    logits = model(**{name: value for name, value in batch.items() if name != "labels"}).logits[:, :-1]
    torch.nn.functional.cross_entropy(logits.flatten(0, 1), wanted, ignore_index=-100).backward()
    return torch.cat([weights.grad.flatten() for weights in model.parameters() if weights.grad is not None])


model = AutoModelForCausalLM.from_pretrained(sys.argv[2], dtype=torch.float32).eval()
most = model.config.vocab_size
torch.manual_seed(1)
same = torch.randint(4, most, (30,)).tolist()
twins = [row([*same, 5, 6, 7, 8], [9, 4]), row([*same, 6, 5, 7, 8], [10, 4])]
third = row([*same[:25], 11, 12, 13], [10, 5, 4])
stranger = row(torch.randint(4, most, (21,)).tolist(), [9, 4])
own = DataCollatorForLanguageModeling(pad_token_id=0)
shared = SharedBeginnings(own, 0)
mixed = [twins[0], stranger, twins[1], third]
two, four = shared(twins), shared(mixed)
apart, together = gradient(own(mixed)), gradient(four)
# Had the second row seen the first to its end.
leaking = {**two, "attention_mask": torch.ones_like(two["attention_mask"]).tril()}
by_itself = gradient(own(twins))

# A window of eight tokens: where rows share a line, what is near in it is not near in the row.
torch.manual_seed(2)
sliding = MistralForCausalLM(
    MistralConfig(
        **{"vocab_size": most, "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2},
        **{"num_attention_heads": 2, "num_key_value_heads": 2, "sliding_window": 8},
    )
)
print(
    json.dumps(
        {
            "two": list(two["input_ids"].shape),
            "four": list(four["input_ids"].shape),
            "padded": list(SharedBeginnings(own, 0, 16)(twins)["attention_mask"].shape),
            "trained": [int((batch["labels"] != -100).sum()) for batch in (own(mixed), four)],
            "places": two["position_ids"][0, 34:].tolist(),
            "strangers": sorted(shared([twins[0], stranger])) == sorted(own([twins[0], stranger])),
            "shares": [shared.shares(twins), shared.shares([twins[0], stranger]), shared.shares([twins[0]])],
            "apart": float((together - apart).norm() / apart.norm()),
            "wrong": float((gradient(leaking) - by_itself).norm() / by_itself.norm()),
            "same": [is_same(model, four, own(mixed)), is_same(sliding, two, own(twins))],
            "other": is_same(model, leaking, own(twins)),
            # What is trained from its first token on has nothing before it to share.
            "all trained": shared.shares([row([], [*same, 9]), row([], [*same, 10])]),
        }
    )
)
