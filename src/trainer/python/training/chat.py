"""What a model reads: conversations as its tokenizer's template writes them, the same in training and when it is served."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from training.problems import Final
from training.rows import Message

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

# The switch of models that can think before they answer, as templates call it.
SWITCH = "enable_thinking"
NO_TEMPLATE = (
    "{} has no chat template, so that nobody could say what it is asked: take the chat or instruct form of this model."
)


def settle(tokenizer: "PreTrainedTokenizerBase", model: str, thinking: bool) -> None:
    """
    Makes a tokenizer's template one that every server writes alike. A thinking switch gets its setting as the default, so
    that a server which is told nothing writes what was trained. Raises Failure where the template cannot do what is needed.
    """
    template = _template(tokenizer, model)
    if SWITCH in template:
        setting = "true" if thinking else "false"
        default = f"{{%- if {SWITCH} is not defined %}}{{%- set {SWITCH} = {setting} %}}{{%- endif %}}"
        template = default + template
    tokenizer.chat_template = template
    _refuse_without_system(lambda messages: _rendered(tokenizer, messages), model)


def settle_text(template: str, model: str, special: dict[str, str]) -> None:
    """The same refusal of a template that is a text yet. `special`: the marks that it may name. Raises Failure."""
    from transformers.utils.chat_template_utils import _compile_jinja_template

    _refuse_without_system(
        lambda messages: _compile_jinja_template(template).render(
            messages=messages, tools=None, documents=None, add_generation_prompt=True, **special
        ),
        model,
    )


def _refuse_without_system(render: Callable[[list[Message]], str], model: str) -> None:
    """Raises Failure where a template does not write what a system message says, before the user's."""
    rules, question = "homines:rules", "homines:question"
    try:
        found = render([{"role": "system", "content": rules}, {"role": "user", "content": question}])
    except Exception:  # noqa: BLE001 - templates raise what they like
        found = ""
    if -1 < found.find(rules) < found.find(question):
        return
    raise Final(
        f"The chat template of {model} does not take a system message, and the lab's rules stand in one: "
        "take a model whose template does."
    )


def has_switch(tokenizer: "PreTrainedTokenizerBase") -> bool:
    """Whether a model can be told to think or not."""
    return SWITCH in str(tokenizer.chat_template)


def text(tokenizer: "PreTrainedTokenizerBase", ids: list[int]) -> str:
    """Tokens as text, with every mark that a person is not shown."""
    return tokenizer.decode(ids, skip_special_tokens=False, clean_up_tokenization_spaces=False)


def _rendered(tokenizer: "PreTrainedTokenizerBase", prompt: list[Message], **switches: bool) -> str:
    """A conversation up to the place where the model goes on, as text."""
    return tokenizer.apply_chat_template(prompt, tokenize=False, add_generation_prompt=True, **switches)


def tokens(tokenizer: "PreTrainedTokenizerBase", prompt: list[Message], **switches: bool) -> list[int]:
    """The same as tokens."""
    return tokenizer.apply_chat_template(prompt, add_generation_prompt=True, return_dict=True, **switches)["input_ids"]


def answered(tokenizer: "PreTrainedTokenizerBase", prompt: list[Message], answer: str, **switches: bool) -> list[int]:
    """A conversation with its answer, as tokens."""
    whole = [*prompt, {"role": "assistant", "content": answer}]
    return tokenizer.apply_chat_template(whole, return_dict=True, **switches)["input_ids"]


def _template(tokenizer: "PreTrainedTokenizerBase", model: str) -> str:
    try:
        return tokenizer.get_chat_template()
    except ValueError:
        raise Final(NO_TEMPLATE.format(model)) from None
