"""Counts the tokens of chats as transformers does: of each row those of the whole, and of its answer.

    python chat_tokens.py FOLDER MESSAGES.jsonl
"""

import json
import sys

from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained(sys.argv[1])


def count(messages, asks: bool) -> int:
    text = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=asks)
    return len(tokenizer(text, add_special_tokens=False)["input_ids"])


counted = []
for line in open(sys.argv[2], encoding="utf-8"):
    messages = json.loads(line)["messages"]
    tokens = count(messages, False)
    counted.append({"tokens": tokens, "trained": tokens - count(messages[:-1], True)})
print(json.dumps(counted))
