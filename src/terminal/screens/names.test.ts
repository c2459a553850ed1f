import { describe, expect, it } from 'vitest';
import { human } from '../../agents/human.ts';
import type { AnyGame } from '../../core/game.ts';
import { loadGames } from '../../disk/games.ts';
import { namesFor, unnamed } from '../../match/disclosure.ts';
import { seated } from '../../lab/table-setting.ts';
import { type AtHand, NONE_AT_HAND } from '../../lab/models.ts';
import { against, preview, seenAt, shorter } from './names.ts';

const games = await loadGames();
const many = games.filter((game) => game.neutral !== undefined && game.forSeats !== undefined);
const nobody = () => human(() => Promise.reject(new Error('nobody is asked here')));
const sit = (game: AnyGame, settings: object, others: readonly string[]) => {
  const config = game.config.parse({ ...game.forSeats?.(others.length + 1), ...settings });
  const codes = ['human', ...others].filter((id) => id === 'human').map((_, place) => `code ${place}`);
  const choice = { game, config, preset: null, role: '', against: others, explain: 'each', seed: null } as const;
  return { config, ...seated(choice, 1, codes, nobody) };
};

describe.each(many.map((game) => ({ name: game.name, game })))('$name with several others', ({ game }) => {
  it('neutral, no mark, name or title tells a person from a program', () => {
    const { config, rows, names, disclosed } = sit(game, { neutral: true }, ['human', 'moralis:0.5', 'economicus']);
    expect(disclosed).toBe(false);
    expect(names).toEqual(namesFor(unnamed(4, game.called), game.called.you));
    const seen = seenAt(rows, disclosed, names[0]!);
    const marks = [1, 2, 3].map((seat) => seen({ seat }).glyph);
    expect(new Set(marks).size).toBe(1);
    expect(marks).not.toContain(seen({ seat: 0 }).glyph);
    expect(against(game, config, rows, disclosed, 0, NONE_AT_HAND)).toBe(' · against 3 others');
    const two = sit(game, { neutral: true }, ['human', 'moralis:0.5']);
    const title = against(game, two.config, two.rows, false, 0, NONE_AT_HAND);
    expect(title).toMatch(/^ · against (.) player 2, \1 player 3$/u);
  });

  it('named, each stands with its own mark, and the title counts them by kind', () => {
    const { config, rows, disclosed } = sit(game, {}, ['human', 'human', 'moralis:0.5', 'moralis:0.25', 'economicus']);
    expect(rows.map(({ shown }) => shown)).toEqual([
      ...['player 1', 'player 2', 'player 3', 'moralis', 'moralis 2', 'economicus'],
    ]);
    expect(against(game, config, rows, disclosed, 0, NONE_AT_HAND)).toMatch(
      /against . 2 people, . 2 moralis, . economicus$/u,
    );
  });
});

describe('a model of our own tuning that is not proved to be one', () => {
  const id = 'tuned/econ';
  const told = { ask: 'words', asks: ['words'], decides: '', probed: null, until: null } as const;
  const atHand = (standing?: string): AtHand => ({
    ...NONE_AT_HAND,
    models: [{ id, ...told, ...(standing === undefined ? {} : { standing }) }],
  });
  const title = (settings: object, seats: readonly string[], known: AtHand): string => {
    const game = many[0]!;
    const config = game.config.parse({ ...game.forSeats?.(seats.length + 1), ...settings });
    const choice = { game, config, preset: null, role: '', against: seats, explain: 'each', seed: null } as const;
    const { rows, disclosed, me } = preview(choice, known);
    return against(game, config, rows, disclosed, me, known);
  };
  const failed = atHand('not a tuned model: alive failed');

  it('is never named in a title without that', () => {
    expect(title({}, [id], failed)).toMatch(/^ · against . tuned\/econ \(not a tuned model\)$/u);
    expect(title({}, [`${id}?ask=decision`, 'economicus'], failed)).toMatch(
      /tuned\/econ \(not a tuned model\), . economicus$/u,
    );
    expect(title({}, [id, id, 'economicus'], failed)).toMatch(/2 tuned\/econ \(not a tuned model\), . economicus$/u);
    expect(title({}, [id], atHand('not proven to be a tuned model yet: labels missing'))).toContain('(not proven');
    expect(title({}, [id], atHand())).toMatch(/tuned\/econ$/);
  });

  it('is not given away where nobody is told who sits where', () => {
    for (const seats of [
      [id, 'economicus'],
      [id, id, 'economicus', 'human'],
    ])
      expect(title({ neutral: true }, seats, failed)).toBe(title({ neutral: true }, seats, atHand()));
    expect(title({ neutral: true }, [id, 'economicus'], failed)).not.toContain('tuned');
  });

  it('keeps it where a narrow window has no room for its id', () => {
    const cast = { ...failed, cast: { ...failed.cast, economicus: id } };
    expect(shorter(title({}, [id], cast))).toMatch(/^ · against . economicus \(not a tuned model\)$/u);
    expect(shorter(' · against ▲ economicus · local/x')).toBe(' · against ▲ economicus');
  });
});

it('finds such a game', () => expect(many.length).toBeGreaterThan(0));
