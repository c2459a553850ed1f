/** What the games say of their questions and settings, for the codebook of an export. */
import { type AnyGame, type Answer, type Decision, type Input } from '../../core/game.ts';
import { gameNames, loadGame } from '../../disk/games.ts';
import { rulesOf } from '../../match/replay.ts';
import { rng } from '../../core/rng.ts';
import { settingsOf } from '../../core/settings.ts';
import type { Describe, Described } from '../../store/export/contents.ts';

/** How often a match is tried with drawn answers until a question comes up, and how many turns of it. */
const TRIES = 30;
const TURNS = 2000;

/** Loads every game that is here; of one that is gone nothing is said. */
export async function codebookSource(): Promise<Describe> {
  const games = new Map<string, AnyGame>();
  for (const name of gameNames()) games.set(name, await loadGame(name));
  return {
    question: ({ game: name, version, key, config, seats, seed }) => {
      const game = games.get(name);
      const rules = game === undefined ? null : rulesOf(game, version);
      const asked = rules === null ? null : questionOf(rules, config, seats, seed, key);
      return asked === null ? null : describedQuestion(asked);
    },
    seatsDiffer: ({ game: name, version, config }) => {
      const game = games.get(name);
      return (game === undefined ? null : rulesOf(game, version))?.seatsDiffer?.(config) ?? false;
    },
    setting: (name, key) => {
      const game = games.get(name);
      const setting = game === undefined ? undefined : settingsOf(game).find((one) => one.key === key);
      return setting === undefined ? null : { says: setting.description, type: setting.kind, range: setting.allowed };
    },
  };
}

/** The first question of this key that a match with these settings puts, one that counts before one for practice; null where none comes up. Answers are drawn, seeded. */
function questionOf(game: AnyGame, config: unknown, seats: number, seed: number, key: string): Decision | null {
  let practised: Decision | null = null;
  try {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const draw = rng(attempt, 'codebook');
      let state = game.setup(config, rng(seed, 'setup'), seats);
      for (let turn = 0; turn < TURNS; turn++) {
        const decisions = game.pending(state);
        const asked = decisions.find((one) => one.key === key);
        if (asked?.practice === false) return asked;
        practised ??= asked ?? null;
        if (decisions.length === 0) break;
        const moves = decisions.map((decision) => ({ decision, answer: drawn(decision.input, draw.unit()) }));
        state = game.apply(state, moves, rng(seed, 'turn', turn));
      }
    }
  } catch {
    // Settings of other rules: the codebook then says less.
  }
  return practised;
}

const drawn = (input: Input, unit: number): Answer =>
  input.kind === 'choice'
    ? input.options[Math.floor(unit * input.options.length)]!.value
    : unit < 0.5
      ? input.min
      : input.max;

function describedQuestion({ ask, input }: Decision): Described {
  const skip = input.skip === undefined ? '' : `; ${input.skip}`;
  if (input.kind === 'choice')
    return {
      says: ask,
      type: 'choice',
      options: input.options.map(({ value }) => value),
      range:
        input.options.map(({ value, label }) => (value === label ? value : `${value} = ${label}`)).join('; ') + skip,
    };
  const ends = input.ends === undefined ? '' : ` (${input.min} = ${input.ends[0]}, ${input.max} = ${input.ends[1]})`;
  return {
    says: ask,
    type: input.decimals === 0 ? 'whole number' : 'number',
    range: `${input.min} to ${input.max}${ends}${skip}`,
    ...(input.unit === undefined ? {} : { unit: input.unit }),
  };
}
