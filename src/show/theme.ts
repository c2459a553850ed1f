/**
 * Colours by meaning, as Ink props: an agent's are those of its sign. Whatever matters is said by a mark, a letter or a word
 * first; dim is for rules only. NO_COLOR leaves bold and inverse.
 */
import { type AgentLabel, HUES, agentLabel, isAgentLabel, signOf } from '../core/agent-signs.ts';

/** What Ink takes of the looks of a text. */
export type TextProps = {
  readonly color?: string;
  readonly backgroundColor?: string;
  readonly bold?: true;
  readonly dimColor?: true;
  readonly inverse?: true;
  readonly underline?: true;
};

/** `alarm`: what must not be overlooked, such as an open network; `paper`: dark on light on every terminal, for codes that cameras read. */
type Meaning = 'strong' | 'quiet' | 'warn' | 'gain' | 'mine' | 'theirs' | 'focus' | 'alarm' | 'paper';

/** What a piece of a drawn line means, or whose it is. */
export type Tone = Meaning | AgentLabel;

const meanings: Readonly<Record<Meaning, TextProps>> = {
  strong: { bold: true },
  quiet: { dimColor: true },
  warn: { bold: true, color: HUES.orange },
  gain: { bold: true, color: HUES.teal },
  mine: { bold: true },
  theirs: { color: HUES.purple },
  focus: { bold: true },
  alarm: { bold: true, color: '#ffffff', backgroundColor: '#c02020' },
  paper: { color: '#000000', backgroundColor: '#ffffff' },
};

function agentProps(label: AgentLabel): TextProps {
  const { color, strong } = signOf(label);
  return { ...(strong ? { bold: true } : {}), ...(color === null ? {} : { color }) };
}

const noColor = (): boolean => (process.env['NO_COLOR'] ?? '') !== '';

/** The Ink props of a tone. */
export function toneProps(tone: Tone | undefined): TextProps {
  if (tone === undefined) return {};
  const props = isAgentLabel(tone) ? agentProps(tone) : meanings[tone];
  if (props.color === undefined || !noColor()) return props;
  const { color: _, backgroundColor, ...rest } = props;
  return backgroundColor === undefined ? rest : { ...rest, inverse: true };
}

/** The tone of an agent by its label. */
export const toneOf = (label: string): Tone => agentLabel(label);

export const theme = {
  title: (): TextProps => toneProps('strong'),
  rule: (): TextProps => toneProps('quiet'),
  strong: (): TextProps => toneProps('strong'),
  quiet: (): TextProps => toneProps('quiet'),
  mine: (): TextProps => toneProps('mine'),
  theirs: (): TextProps => toneProps('theirs'),
  warn: (): TextProps => toneProps('warn'),
  gain: (): TextProps => toneProps('gain'),
  mark: (label: string): TextProps => toneProps(toneOf(label)),
  /** A line of a list: where the cursor stands. */
  item: ({ focused }: { readonly focused: boolean }): TextProps => (focused ? toneProps('strong') : {}),
  /** An option: the one that is chosen. */
  option: ({ chosen }: { readonly chosen: boolean }): TextProps => (chosen ? toneProps('strong') : {}),
};
