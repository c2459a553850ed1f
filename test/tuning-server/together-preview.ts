/** A row as Together's preview shows it: tokens by their letters of bytes, and what of them is trained. */
import { decode, encode } from 'gpt-tokenizer/encoding/cl100k_base';
import type { ChatTurn } from './rows.ts';

/** answers: as it should be; everything, nothing: masks that are wrong; liar: counts that are not those of its labels. */
export type Mask = 'answers' | 'everything' | 'nothing' | 'liar';

/** The chat template of Qwen, whose turns are between marks. */
export function previewRow(turns: readonly ChatTurn[], mask: Mask) {
  const parts = turns.flatMap(({ role, content }) => {
    const isAnswer = role === 'assistant';
    return [
      ...[
        { mark: '<|im_start|>', isAnswer: false },
        { text: `${role}\n`, isAnswer: false },
        { text: content, isAnswer },
      ],
      ...[
        { mark: '<|im_end|>', isAnswer },
        { text: '\n', isAnswer: false },
      ],
    ];
  });
  const tokens = parts.flatMap((part) =>
    'mark' in part
      ? [{ id: part.mark === '<|im_end|>' ? 151_645 : 151_644, token: part.mark, isAnswer: part.isAnswer }]
      : encode(part.text).map((id) => ({ id, token: lettersOf(decode([id])), isAnswer: part.isAnswer })),
  );
  const isTrained = ({ isAnswer }: { isAnswer: boolean }): boolean =>
    mask === 'everything' || (mask !== 'nothing' && isAnswer);
  const labels = tokens.map((one) => (isTrained(one) ? one.id : -100));
  return {
    ...{ input_ids: tokens.map(({ id }) => id), labels, tokens: tokens.map(({ token }) => token) },
    ...{ num_tokens: tokens.length, truncated: false, trained_spans: [] },
    num_trained_tokens: labels.filter((label) => label !== -100).length + (mask === 'liar' ? 1 : 0),
  };
}

/** GPT-2's letters: what can be printed is itself, a blank is Ġ, a line break is Ċ. */
const lettersOf = (text: string): string =>
  [...Buffer.from(text)]
    .map((byte) => String.fromCodePoint(byte >= 0x21 && byte <= 0x7e ? byte : byte < 0x21 ? byte + 0x100 : byte))
    .join('');
