/** The dilemma's screens are whole at 60 × 20: nothing is cut, counted or left to a larger window, whatever the settings. */
import { expect, it } from 'vitest';
import { config } from '../games/prisoners-dilemma/config.ts';
import { game } from '../games/prisoners-dilemma/index.ts';
import type { Block } from '../src/core/blocks.ts';
import { rng } from '../src/core/rng.ts';
import { drawBlocks } from '../src/show/draw.ts';
import { textOfAll } from '../src/show/line.ts';
import { marksFor } from '../src/show/marks.ts';
import { bodySize, LEAST } from '../src/terminal/frame.tsx';

const { width, height } = bodySize(LEAST.columns, LEAST.rows);
/** Rows that the question takes below a scene: a blank one, the question, the problem with an answer. */
const QUESTION = 3;

const settings = game.presets
  .filter(({ name }) => ['gentle', 'turns'].includes(name))
  .flatMap((preset) =>
    ['fixed', 'drawn', 'alternating'].flatMap((roles) =>
      ['direct', 'strategy'].flatMap((method) =>
        [1, 5].flatMap((rounds) =>
          ['cooperate', 'neutral'].flatMap((labels) =>
            ['auto', 'observed', [0.8, 0.7, 0.2]].map((beliefs) =>
              config.parse({ ...preset.config, roles, method, rounds, labels, beliefs }),
            ),
          ),
        ),
      ),
    ),
  );

it.each(['moralis', 'the other player'])('against %s', (name) => {
  for (const set of settings)
    for (const seat of [0, 1]) {
      const names = seat === 0 ? ['you', name] : [name, 'you'];
      const seen = marksFor(['human', 'moralis'], names, false);
      const whole = (blocks: readonly Block[], rows: number, earlier = false): void => {
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
        if (state.round <= 2)
          for (const decision of open)
            if (decision.seat === seat)
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
