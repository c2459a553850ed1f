/**
 * Colours by meaning, as Ink props. Three hues of about the same lightness, readable on black and on white: orange, purple
 * and teal, no red against green and no blue. Whatever matters is said by a mark, a letter or a word first; dim is for
 * rules only. NO_COLOR leaves bold and inverse.
 */
export type TextProps = {
  readonly color?: string;
  readonly bold?: true;
  readonly dimColor?: true;
  readonly inverse?: true;
  readonly underline?: true;
};

/** What a piece of a drawn line means; the last seven are the labels of marks. */
export type Tone =
  | 'strong'
  | 'quiet'
  | 'warn'
  | 'gain'
  | 'mine'
  | 'theirs'
  | 'focus'
  | 'human'
  | 'economicus'
  | 'moralis'
  | 'moralis/sellers'
  | 'baseline'
  | 'random'
  | 'script'
  | 'other';

const orange = '#b8641a';
const purple = '#9a5fb8';
const teal = '#0a8088';

const meanings: Readonly<Record<Tone, TextProps>> = {
  strong: { bold: true },
  quiet: { dimColor: true },
  warn: { bold: true, color: orange },
  gain: { bold: true, color: teal },
  mine: { bold: true },
  theirs: { color: purple },
  focus: { bold: true },
  human: { bold: true },
  economicus: { color: orange },
  moralis: { color: purple },
  'moralis/sellers': { color: purple },
  baseline: { color: teal },
  random: {},
  script: {},
  other: {},
};

const noColor = (): boolean => (process.env['NO_COLOR'] ?? '') !== '';

/** The Ink props of a tone. */
export function toneProps(tone: Tone | undefined): TextProps {
  if (tone === undefined) return {};
  const props = meanings[tone];
  if (props.color === undefined || !noColor()) return props;
  const { color: _, ...rest } = props;
  return rest;
}

/** The tone of a mark's label. */
export const toneOf = (label: string): Tone => (Object.hasOwn(meanings, label) ? (label as Tone) : 'other');

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
