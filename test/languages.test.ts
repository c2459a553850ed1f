/** Every game in every language that it has words for: the same game, other words, and none of them forgotten. */
import { describe, expect, it } from 'vitest';
import { wordingHash } from '../src/core/wording.ts';
import { loadGames } from '../src/disk/games.ts';
import { lawsOfGames, lawsOfMatches, playByLot, type Trace } from '../src/laws/index.ts';
import { shownAfter, shownDuring } from '../src/laws/display.ts';
import { drawBlocks } from '../src/show/draw.ts';
import { textOf } from '../src/show/line.ts';
import { marksFor } from '../src/show/marks.ts';
import { plainNames } from '../src/laws/trace.ts';

/** Every text of some words with the path to it: [result.once, "You {mine}, …"]. */
const leaves = (words: unknown, path = ''): readonly (readonly [path: string, text: string])[] =>
  typeof words === 'string'
    ? [[path, words]]
    : Object.entries(words ?? {}).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`));
const slotsOf = (text: string): readonly string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

/** Read by models that are told a preference, and by researchers: English everywhere. */
const ENGLISH = /^(weigh|predict)\.|^page\.predicted$/;
/** Proper names, abbreviations, and letters of formulas. */
const ALIKE = /economicus|moralis|baseline|Nash|optimal|^[^a-z]*$|^\W*\w{0,2}\W*$|[=·→½]|^\{\w+\}/u;

const games = await Promise.all(
  (await loadGames()).flatMap((game) =>
    Object.entries(game.translations ?? {}).map(async ([language, translation]) => ({
      name: `${game.name} in ${language}`,
      game,
      spoken: await translation(),
      language,
    })),
  ),
);

it('there is a second language', () => {
  expect(games.map(({ name }) => name)).toContain('prisoners-dilemma in de');
});

describe.each(games)('$name', ({ game, spoken, language }) => {
  const conditions = game.presets
    .map(({ config }) => game.config.parse(config))
    .filter((config) => game.minutes(config) < 10)
    .map((config, seed) => ({
      config,
      seed,
      seats: Math.max(game.seats(config).least, Math.min(2, game.seats(config).most)),
    }));
  const played = (one: typeof game): readonly Trace[] => conditions.map((where) => playByLot({ game: one, ...where }));
  const [english, translated] = [played(game), played(spoken)];

  it('is the same game: settings, questions, values and payoffs', () => {
    expect([spoken.name, spoken.version, spoken.language]).toEqual([game.name, game.version, language]);
    expect(spoken.config).toBe(game.config);
    const facts = (traces: readonly Trace[]) =>
      traces.map(({ answers, payoffs, steps }) => ({
        answers,
        payoffs,
        asked: steps.flatMap(({ decisions }) =>
          decisions.map(({ key, seat, round, input }) => [
            key,
            seat,
            round,
            input.kind === 'choice' ? input.options.map(({ value }) => value) : [input.min, input.max, input.step],
          ]),
        ),
      }));
    expect(facts(translated)).toEqual(facts(english));
    expect(wordingHash(spoken)).not.toBe(wordingHash(game));
  });

  it('says everything, with every slot filled, and nothing in English', () => {
    const all = (one: typeof game) =>
      [one.words, one.paraphrases, one.expectations].flatMap((words) => leaves(words[one.language]));
    const [own, theirs] = [all(game), new Map(all(spoken))];
    expect([...theirs.keys()].sort()).toEqual(own.map(([path]) => path).sort());
    expect(own.filter(([path, text]) => slotsOf(text).join() !== slotsOf(theirs.get(path)!).join())).toEqual([]);
    const left = own.filter(
      ([path, text]) => theirs.get(path) === text && !ENGLISH.test(path) && !ALIKE.test(text) && text !== '',
    );
    expect(left).toEqual([]);
  });

  it.each([...lawsOfGames])('$sentence', async ({ broken }) => {
    expect(await broken(spoken)).toEqual([]);
  });

  it.each(lawsOfMatches.filter(({ sentence }) => !/resum|twice/.test(sentence)))('$sentence', async ({ broken }) => {
    for (const trace of translated) expect(await broken(trace)).toEqual([]);
  });

  it('fits 60 columns: nothing is clipped that is whole in English', () => {
    const clippedIn = (trace: Trace): readonly string[] =>
      [...shownDuring(trace), ...shownAfter(trace)].flatMap(({ where, blocks }) =>
        drawBlocks(blocks, 56, undefined, marksFor(['human', 'moralis'], plainNames(trace.game, trace.seats, 0)), false)
          .map(textOf)
          .filter((line) => line.includes('…'))
          .map((line) => `${where}: ${line}`),
      );
    const places = (lines: readonly string[]) => lines.map((line) => line.split(':')[0]);
    for (const [i, trace] of translated.entries()) {
      const whole = new Set(places(clippedIn(english[i]!)));
      expect(clippedIn(trace).filter((line) => !whole.has(line.split(':')[0]))).toEqual([]);
    }
  });
});
