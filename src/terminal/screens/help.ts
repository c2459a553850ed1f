/** This screen's keys, and its terms, one sentence each. */
import { type Line, line, span } from '../../show/line.ts';
import type { AnyGame } from '../../core/game.ts';
import { termsFor } from '../../lab/glossary.ts';
import { glyphs } from '../../show/glyphs.ts';
import { type Shown, windowed, words } from './screen.ts';
import { columnsOf } from '../../show/line.ts';

/** The help over a screen, from its `first` line on. Keys that do nothing now say why. */
export function help(over: Shown, games: readonly AnyGame[], first: number): Shown {
  const terms = termsFor(games, over.where);
  return {
    title: `Help · ${over.title}`,
    right: '',
    where: [],
    hints: [
      { keys: glyphs().arrows.upDown, does: 'scroll', help: '' },
      { keys: 'Esc', does: 'close', help: '' },
    ],
    key: () => null,
    lines(width, height) {
      const keys = over.hints.map(
        ({ keys, help: says, off }) => [keys, off === undefined ? says : `${says} Now off: ${sentence(off)}`] as const,
      );
      const lines: readonly Line[] = [
        line('Keys', 'strong'),
        ...pairs(keys, width),
        ...(terms.length > 0
          ? [
              [],
              line('Terms', 'strong'),
              ...pairs(
                terms.map((t) => [t.word, t.says] as const),
                width,
              ),
            ]
          : []),
      ];
      return windowed(lines, first, height);
    },
  };
}

function pairs(list: readonly (readonly [string, string])[], width: number): readonly Line[] {
  const left = Math.min(18, Math.max(...list.map(([name]) => columnsOf(name)))) + 2;
  return list.flatMap(([name, says]) => {
    const text = words(says, width - left);
    const head = words(name, left - 2)[0] ?? [];
    return text.map((l, i): Line => [
      ...(i === 0
        ? [
            ...head.map((p) => span(p.text, 'strong')),
            span(' '.repeat(Math.max(1, left - columnsOf(head[0]?.text ?? '')))),
          ]
        : [span(' '.repeat(left))]),
      ...l,
    ]);
  });
}

/** A reason is one or more sentences, or a few words of one. */
const sentence = (off: string): string => (off.endsWith('.') ? off : `${off}.`);
