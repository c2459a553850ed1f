"""Makes a tiny chat model of our own: random weights from a fixed seed, and a tokenizer whose letters are single tokens.

    python tiny_model.py FOLDER

It says nothing sensible. What it says depends on every word of the prompt and on the order of the options, and it is the
same on every machine: what a test of probabilities needs, in half a megabyte and without a download.
"""

import sys

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

SEED = 20261129

# Ours, in the vocabulary of the games: common words become one token, and every byte has one, so that no text is unknown.
TEXTS = [
    "You play a game with another person. Both of you choose at the same time, without knowing what the other chooses.",
    "If you cooperate and the other defects, you get 0 points and the other gets 5. If both cooperate, both get 3.",
    "What do you choose? Answer with the letter of the option that fits best (A to B) only.",
    "The rules, the payoffs, the rounds so far and your preference are told in words. Your answer is one of the options.",
]

CHAT_TEMPLATE = (
    "{% for message in messages %}<|{{ message['role'] }}|>\n{{ message['content'] }}<|end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>\n{% endif %}"
)


def tokenizer() -> PreTrainedTokenizerFast:
    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bpe.decoder = decoders.ByteLevel()
    special = ["<|end|>", "<|system|>", "<|user|>", "<|assistant|>"]
    trainer = trainers.BpeTrainer(
        vocab_size=512,
        special_tokens=special,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    bpe.train_from_iterator(TEXTS, trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=bpe,
        eos_token="<|end|>",
        pad_token="<|end|>",
        extra_special_tokens=special[1:],
        chat_template=CHAT_TEMPLATE,
    )


def model(words: PreTrainedTokenizerFast) -> LlamaForCausalLM:
    torch.manual_seed(SEED)
    config = LlamaConfig(
        vocab_size=len(words),
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        max_position_embeddings=16384,
        # Ten times the usual: with small weights every distribution would be nearly even, and an error in it small.
        initializer_range=0.2,
        tie_word_embeddings=False,
        bos_token_id=None,
        eos_token_id=words.eos_token_id,
        pad_token_id=words.pad_token_id,
        dtype="float32",
    )
    made = LlamaForCausalLM(config).eval()
    made.generation_config.pad_token_id = words.pad_token_id
    # It knows no end of its own: after 12 tokens of chat an end becomes likelier with each.
    made.generation_config.exponential_decay_length_penalty = (12, 1.3)
    return made


if __name__ == "__main__":
    folder = sys.argv[1]
    words = tokenizer()
    words.save_pretrained(folder)
    model(words).save_pretrained(folder)
