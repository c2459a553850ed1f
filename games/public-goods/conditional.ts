/**
 * `script:conditional`: puts in what the others put in on average in the last round, to the nearest step, and begins with half of
 * what it has. After the conditional cooperators of Fischbacher, Gächter & Fehr (Economics Letters 71, 2001), who asked for a
 * contribution to every mean of the others; that it answers the last round, exactly, and begins with half is ours (half is about
 * what groups begin with: 40 to 60 %, Ledyard, Handbook of Experimental Economics, 1995, as reported).
 */
import type { NamedScript } from '../../src/core/game.ts';
import { memo } from '../../src/core/memo.ts';
import { fill } from '../../src/core/template.ts';
import { contributions, decimalsOf } from './config.ts';
import { expected } from './format.ts';
import { answerOf, written } from './plans.ts';
import { EXPECT, othersMean, type View } from './rules.ts';
import type { Words } from './words.ts';

export const conditionalIn = memo((words: Words): NamedScript<View> => {
  const said = words.because;
  return {
    name: 'conditional',
    sentence:
      'Puts in what the others put in on average in the last round, and half at first (conditional cooperators of Fischbacher, Gächter & Fehr 2001; ours in the detail).',
    answer({ config, history }, { key }) {
      const last = history.at(-1);
      const mean = last === undefined ? config.endowment / 2 : othersMean(config, last);
      if (key === EXPECT) {
        const answer = Number(mean.toFixed(decimalsOf(config)));
        const why = last === undefined ? said.conditionalExpectsFirst : said.conditionalExpects;
        return { answer, because: fill(why, { answer }) };
      }
      const all = contributions(config);
      const nearest = all[Math.min(all.length - 1, Math.round(mean / config.step))]!;
      const slots = { answer: written(config, nearest), mean: expected(config)(mean) };
      return {
        answer: answerOf(config, nearest),
        because: fill(last === undefined ? said.conditionalFirst : said.conditional, slots),
      };
    },
  };
});
