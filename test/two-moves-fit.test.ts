/** Screens of games of two moves are whole at 60 × 20: nothing is cut, counted or left to a larger window, whatever the settings. */
import { expect, it } from 'vitest';
import { game as dilemma } from '../games/prisoners-dilemma/index.ts';
import { game as trust } from '../games/trust/index.ts';
import { game as ultimatum } from '../games/ultimatum/index.ts';
import type { Block } from '../src/core/blocks.ts';
import type { AnyGame } from '../src/core/game.ts';
import { rng } from '../src/core/rng.ts';
import { drawBlocks } from '../src/show/draw.ts';
import { textOfAll } from '../src/show/line.ts';
import { marksFor } from '../src/show/marks.ts';
import { bodySize, LEAST } from '../src/terminal/body-size.ts';

const { width, height } = bodySize(LEAST.columns, LEAST.rows);
/** Rows that the question takes below a scene: a blank one, the question, the problem with an answer. */
const QUESTION = 3;

/** Every way of asking, of some sets of payoffs. `beliefs`: three sets of numbers or kinds. */
const asked = (
  game: AnyGame,
  presets: readonly string[],
  { roles, rounds, beliefs, named }: Readonly<Record<'roles' | 'rounds' | 'beliefs' | 'named', readonly unknown[]>>,
): readonly unknown[] =>
  game.presets
    .filter(({ name }) => presets.includes(name))
    .flatMap((preset) =>
      roles.flatMap((role) =>
        ['direct', 'strategy'].flatMap((method) =>
          rounds.flatMap((round) =>
            [...named, 'neutral'].flatMap((labels) =>
              beliefs.map((belief) =>
                game.config.parse({
                  ...Object(preset.config),
                  ...{ roles: role, method, labels, beliefs: belief },
                  ...(round === 1 ? {} : { rounds: round }),
                }),
              ),
            ),
          ),
        ),
      ),
    );

const trento = { T: 400, R: 300, P: 100, S: 0, steps: 3 };
const EIGHT = [0.5, 0.3, 0.6, 0.3, 0.2, 0.6, 0.1, 0.1];
const repeated = { roles: ['fixed', 'drawn', 'alternating'], rounds: [1, 5] };
const GAMES: readonly (readonly [title: string, game: AnyGame, settings: readonly unknown[]])[] = [
  [
    'the dilemma',
    dilemma,
    asked(dilemma, ['gentle', 'turns'], {
      ...repeated,
      ...{ beliefs: ['auto', 'observed', [0.8, 0.7, 0.2]], named: ['cooperate'] },
    }),
  ],
  [
    'the dilemma in other forms',
    dilemma,
    [
      { timing: 'together' },
      { told: 'nothing' },
      { told: 'already-chosen' },
      ...['direct', 'strategy'].map((method) => ({ ...trento, method })),
    ].flatMap((form) =>
      ['fixed', 'drawn', 'alternating'].flatMap((roles) =>
        [1, 3].flatMap((rounds) =>
          ['auto', 'observed', 'given'].flatMap((beliefs) =>
            ['cooperate', 'neutral'].map((labels) =>
              dilemma.config.parse({
                ...{ ...form, roles, rounds, labels, askBeliefs: rounds === 1 },
                beliefs: beliefs !== 'given' ? beliefs : 'steps' in form ? EIGHT : [0.7],
              }),
            ),
          ),
        ),
      ),
    ),
  ],
  [
    'trust',
    trust,
    asked(trust, ['high', 'low-risky'], { ...repeated, beliefs: ['auto', 'observed', [0.8, 0.2]], named: ['named'] }),
  ],
  [
    'the ultimatum',
    ultimatum,
    asked(ultimatum, ['80-20', '65-35'], {
      ...{ roles: ['fixed', 'drawn'], rounds: [1], beliefs: ['auto', 'like-minded', [0.8, 0.2]], named: ['named'] },
    }),
  ],
];
/** Every fifth of the settings meets each value of each; all of them where no test may be left out. */
const some = (settings: readonly unknown[]): readonly unknown[] =>
  process.env['HOMINES_TEST_ALL'] === '1' ? settings : settings.filter((_, i) => i % 5 === 0);

const cases = GAMES.flatMap(([title, game, settings]) =>
  ['moralis', 'the other player'].map((name) => ({ title, name, game, settings: some(settings) })),
);

it.each(cases)('$title against $name', ({ name, game, settings }) => {
  const known = new Set<string>();
  for (const set of settings)
    for (const seat of [0, 1]) {
      const names = seat === 0 ? ['you', name] : [name, 'you'];
      const seen = marksFor(['human', 'moralis'], names, false);
      const whole = (blocks: readonly Block[], rows: number, earlier = false): void => {
        // What was drawn before is drawn alike.
        const about = `${seat} ${rows} ${earlier} ${JSON.stringify(blocks)}`;
        if (known.has(about)) return;
        known.add(about);
        const drawn = textOfAll(drawBlocks(blocks, width, rows, seen, false));
        // Of a page that goes round by round the first rounds give way on purpose, under a sign.
        const cut = drawn.replace(earlier ? /… \d+ earlier/g : '', '');
        expect(cut.includes('…') ? `${JSON.stringify(set)}\n${drawn}` : '').toBe('');
      };
      let state = game.setup(set, rng(3, 'setup'), 2);
      const lot = rng(11, seat);
      whole(game.instructions(set, seat === 0 ? 'first' : 'second', names, [true, true]), height);
      for (let open = game.pending(state); open.length > 0; open = game.pending(state)) {
        // Of later rounds the first ones give way on purpose, under a sign.
        for (const decision of open)
          if (decision.seat === seat && decision.round <= 2)
            whole(game.scene(game.observe(state, seat), decision, names), height - QUESTION);
        const moves = open.map((decision) => ({
          decision,
          answer: decision.input.kind === 'choice' ? lot.pick(decision.input.options).value : 50,
        }));
        state = game.apply(state, moves, lot);
      }
      const view = game.observe(state, seat);
      whole(game.result(view, names), height);
      for (const kappa of [0, 0.5, 1]) {
        for (const disclosed of [true, false]) {
          const tastes = [{ kappa: 0.5 }, { kappa: 0.5 }];
          const { plain = [], blocks, more } = game.debrief(view, { kappa }, names, tastes, disclosed);
          for (const page of [plain, blocks, ...more.filter(({ key }) => key !== 'y').map((one) => one.blocks)])
            whole(page, height);
          for (const { key, blocks } of more) if (key === 'y') whole(blocks, height, true);
        }
      }
    }
});
