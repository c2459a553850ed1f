/** A tokenizer that can be counted by hand: a token a byte, and one for each mark of a chat. */

/** Bytes as byte-level tokenizers write them: printable ones as they are, the others from U+0100 on (GPT-2). */
const letters = (): readonly string[] => {
  const printable = (byte: number): boolean =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : next++));
};

const MARKS = ['<|end|>', '<|system|>', '<|user|>', '<|assistant|>'] as const;

export const BYTE_TOKENIZER = {
  'tokenizer.json': JSON.stringify({
    version: '1.0',
    added_tokens: MARKS.map((content, at) => ({
      ...{ id: 256 + at, content, special: true, normalized: false },
      ...{ single_word: false, lstrip: false, rstrip: false },
    })),
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      vocab: Object.fromEntries([...letters(), ...MARKS].map((token, id) => [token, id])),
      merges: [],
    },
  }),
  'tokenizer_config.json': JSON.stringify({ tokenizer_class: 'PreTrainedTokenizerFast', eos_token: '<|end|>' }),
  'chat_template.jinja':
    "{% for message in messages %}<|{{ message['role'] }}|>{{ message['content'] }}<|end|>{% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}",
} as const;

/** A file of it as a hub gives it; absent: it has none. */
export type TokenizerFile = keyof typeof BYTE_TOKENIZER;
