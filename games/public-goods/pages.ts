/** The formula with its numbers, and where moving κ or δ changes what is put in: pages of the debrief, and of `homines theory`. */
import { manyRounds } from '../../src/core/rounds.ts';
import { type Block, text } from '../../src/core/blocks.ts';
import { minus } from '../../src/core/format.ts';
import { memo } from '../../src/core/memo.ts';
import { fill } from '../../src/core/template.ts';
import type { Solution } from '../../src/core/theory.ts';
import { manyEquilibria } from './belief.ts';
import { type Config, isDilemma } from './config.ts';
import { kappaText, short } from './format.ts';
import { grimDelta, kappaStar, written } from './plans.ts';
import type { Words } from './words.ts';

export const pagesIn = memo((words: Words) => {
  const said = words.theory;

  function formulaPage(config: Config, { taste }: Solution): readonly Block[] {
    const { players, endowment, m } = config;
    const { alpha = 0, beta = 0 } = taste;
    const social = alpha !== 0 || beta !== 0;
    return [
      social ? `${said.utility} − α·B − β·A. ${said.social}` : said.utility,
      said.kappa,
      fill(said.pi, { endowment: written(config, endowment), m: short(m), players }),
      fill(said.slope, { cost: minus(short(m - 1)), gain: short(m * (players - 1)) }),
      ...(players > 2 ? [said.many] : []),
    ].map(text);
  }

  function thresholdsPage(config: Config): readonly Block[] {
    return [
      starText(config),
      ...(isDilemma(config) ? [said.social2] : []),
      ...(manyRounds(config) && isDilemma(config) ? [repeatedText(config)] : []),
    ].map(text);
  }

  function starText(config: Config): string {
    const { m, players } = config;
    if (m === 1) return said.even;
    if (m > 1) return fill(said.rich, { m: short(m) });
    return isDilemma(config)
      ? fill(said.star, { value: kappaStar(config).toFixed(4) })
      : fill(said.none, { all: short(players * m) });
  }

  function repeatedText(config: Config): string {
    if (config.ending === 'finite') return said.finite;
    return fill(said.indefinite, {
      threshold: (grimDelta(config) ?? 0).toFixed(3),
      delta: kappaText(config.delta),
      verdict: manyEquilibria(config) ? said.notUnique : said.unique,
    });
  }

  /** What moralis puts in as κ goes from 0 to 1: utility is a line in the contribution, so it is all or nothing. */
  function byKappaText(config: Config): string {
    const { m, players } = config;
    const by = words.debrief.byKappa;
    if (m > 1) return by.always;
    if (m === 1) return by.alwaysButAt0;
    if (isDilemma(config)) return fill(by.switches, { value: kappaStar(config).toFixed(3) });
    return players * m > 1 - 1e-12 ? by.neverAt1 : by.never;
  }

  return { byKappaText, formulaPage, thresholdsPage };
});
