"""Writes down what a chat template made of the messages, as the server is about to read it."""

import json
import os
import threading

_turn = threading.Lock()


def record(file: str) -> None:
    """From now on every rendered prompt of this process is a line of `file`, as long as that file is there."""
    from transformers import PreTrainedTokenizerBase

    render = PreTrainedTokenizerBase.apply_chat_template

    def apply_chat_template(self, conversation, *args, **kwargs):
        made = render(self, conversation, *args, **kwargs)
        if os.path.exists(file):
            ids = made["input_ids"] if hasattr(made, "keys") else made
            line = {"model": os.path.basename(str(self.name_or_path)), "text": text_of(self, ids)}
            with _turn, open(file, "a", encoding="utf-8") as out:
                out.write(json.dumps(line) + "\n")
        return made

    PreTrainedTokenizerBase.apply_chat_template = apply_chat_template


def text_of(tokenizer, ids) -> str:
    """The text of the tokens themselves, so that what is added or lost after the template is seen too."""
    if isinstance(ids, str):
        return ids
    if hasattr(ids, "tolist"):
        ids = ids.tolist()
    if ids and isinstance(ids[0], list):
        ids = ids[0]
    return tokenizer.decode(ids, skip_special_tokens=False, clean_up_tokenization_spaces=False)
