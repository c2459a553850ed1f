/** What happened and why: who does what in one's place, where one stands, what would have paid best; pages with the rest. */
import { memo } from '../../src/core/memo.ts';
import { type Block, text } from '../../src/core/blocks.ts';
import type { Debrief, Names, Taste } from '../../src/core/game.ts';
import type { Solution } from '../../src/core/theory.ts';
import { fill } from '../../src/core/template.ts';
import { type Config, isNeutral } from './config.ts';
import { kappa as kappaText, opening, points } from './format.ts';
import { hindsight, type PlanOf, seatedPlan } from './hindsight.ts';
import { ownPlan } from './own-plan.ts';
import { byKappaText, kappaScale, type OwnPlan, type SolvedBoth } from '../../src/sequential/solution-words.ts';
import { inYourPlace, planTableIn, plansShown } from './plan-table.ts';
import { planWordsIn } from './plan-words.ts';
import { formOf, IN_THREE_STEPS, isSimultaneous } from './form.ts';
import { formWordsIn } from './form-words.ts';
import { planNamed, plans } from './plans.ts';
import { pagesIn } from './pages.ts';
import { other, type View } from './rules.ts';
import { questionsIn } from './questions.ts';
import { choiceIn, sceneIn } from './scene.ts';
import { theoryIn } from './theory.ts';
import type { Words } from './words.ts';
import { yourPlaceIn } from './your-place.ts';

/** The plans that are shown where there is room, in this order: never, in kind, the one in between, always. */
const SHORT: readonly string[] = ['DDD', 'CCD', 'DDC', 'CCC', 'DDDD', 'CCDD', 'CCHD', 'CCCC', 'D', 'C'];

/** Of many plans so many find room on their own page on the smallest screen. */
const ROWS = 6;

/** So many plans find room on the first page of the smallest screen; all stand on a page of their own. */
const MOST_PLANS = 4;

export const debriefIn = memo((words: Words) => {
  const said = words.debrief;
  const { planTable } = planTableIn(words);
  const { formulaPage, thresholdsPage, worldsPage, yoursPage } = pagesIn(words);
  const { labelsOf } = questionsIn(words);
  const { otherName, resultText, shortName } = sceneIn(words);
  const { beliefText } = theoryIn(words);
  const { spelt, planBriefly, answering } = planWordsIn(words);
  const { placeTable, standText } = yourPlaceIn(words);
  const { saidIn } = formWordsIn(words);

  function debrief(
    view: View,
    taste: Taste,
    names: Names,
    seated: readonly (Taste | null)[] = [],
    disclosed = false,
  ): Debrief {
    const { config } = view;
    const name = shortName(otherName(view.seat, names));
    const [mine, theirs] = [seated[view.seat] ?? null, seated[other(view.seat)] ?? null];
    const place = inYourPlace(view, taste, disclosed ? theirs : null);
    const plan = ownPlan(view);
    const own = plan === null ? null : { plan, who: { seat: view.seat } };
    const played = seatedPlan(view, theirs, disclosed ? mine : null);
    const { pages } = said;
    const happened = text(resultText(view, name, said.happened));
    const paid = [hindsightText(view, name, played, theirs)].filter(Boolean).map(text);
    const { economicus, moralis } = place.last;
    const { names: all } = plans(config);
    const solved = [economicus.plan, moralis.plan].map((one) => planNamed(config, one));
    const needed = all.filter((one) => solved.includes(one) || one === plan);
    const filling = SHORT.filter((one) => all.includes(one) && !needed.includes(one)).slice(
      0,
      Math.max(0, MOST_PLANS - needed.length),
    );
    const shown = all.filter((one) => needed.includes(one) || filling.includes(one)).toReversed();
    return {
      plain: [
        happened,
        ...placeTable(view, place, names[view.seat] ?? words.scene.you, name),
        ...[standText(view, place)].filter(Boolean).map(text),
        ...paid,
      ],
      blocks: [
        text(aboutPlans(config, moralis)),
        planTable(config, place.last, shown, own),
        kappaScale(said.scale, moralis),
        text(byKappaText(said, plans(config), moralis, (plan) => planBriefly(config, planNamed(config, plan)))),
      ],
      kappa: true,
      more: [
        { key: 'a', label: pages.all, blocks: allPlans(config, place.last, own) },
        { key: 'f', label: pages.formula, blocks: formulaPage(config, place.last.moralis) },
        { key: 't', label: pages.thresholds, blocks: thresholdsPage(config, place.last.moralis) },
        { key: 'w', label: pages.worlds, blocks: worldsPage(view, taste, name, played(0)) },
        { key: 'y', label: pages.yours, blocks: yoursPage(view, place, name) },
      ],
    };
  }

  function hindsightText(view: View, name: string, planIn: PlanOf, theirs: Taste | null): string {
    const slots = { other: name, Other: opening(name) };
    const { got, best, known, choice, answers } = hindsight(view, planIn);
    const [only] = view.history;
    if (only === undefined) return '';
    const me = view.seat === 0 ? 0 : 1;
    if (view.history.length > 1) {
      if (known === 0) return fill(said.hindsightNone, slots);
      const rounds = view.history.length;
      const where = known === rounds ? '' : fill(said.known, { known, rounds });
      const numbers = { ...slots, where, best: points(best), forgone: points(best - got) };
      return fill(best - got < 1e-9 ? said.hindsightAll : said.hindsight, numbers);
    }
    const labels = labelsOf(view.config);
    if (choice === null) {
      const form = formOf(view.config);
      const unasked = form.choices.filter((move) => move !== only.move && answers?.[move] === undefined);
      return fill(said.notAsked, { ...slots, choice: unasked.map((move) => labels[move].noun).join(said.and) });
    }
    const Who =
      theirs !== null && theirs.kappa > 0 ? fill(said.met, { ...slots, kappa: kappaText(theirs.kappa) }) : slots.Other;
    const how =
      only.first !== me || isSimultaneous(view.config)
        ? fill(saidIn(view.config).debrief.moved, { did: labels[choiceIn(only, other(me))].did })
        : answering(
            view.config,
            formOf(view.config).choices.map((move) => answers?.[move] ?? 'D'),
          );
    const forgone = best - got;
    const numbers = { Who, how, best: points(best), forgone: points(forgone), doing: labels[choice].doing };
    return fill(forgone < 1e-9 ? said.most : said.more, numbers);
  }

  /** What the letters of a plan stand for, and the belief under which the numbers are. */
  function aboutPlans(config: Config, moralis: Solution): string {
    const said = saidIn(config).debrief;
    // With three steps the letters are nobody's own words.
    const letters = isNeutral(config) || formOf(config) === IN_THREE_STEPS;
    return fill(said.all, {
      letters: letters ? spelt(config, said.letters) : '',
      asIf: config.roles === 'fixed' ? said.asIf : '',
      belief: beliefText(config, moralis),
      kappa: kappaText(moralis.taste.kappa),
    });
  }

  /** The plans with their letters, for whoever has learned them; of 81 the best and those that are played at some κ. */
  function allPlans(config: Config, both: SolvedBoth, own: OwnPlan): readonly Block[] {
    const { economicus, moralis } = both;
    const { names } = plans(config);
    const mine = own === null ? [] : [names.indexOf(own.plan)];
    const shown = plansShown(config, moralis, ROWS, [economicus.plan, ...mine]);
    const called = shown.map((place) => names[place]!);
    const ordered = shown.length === names.length ? called.toReversed() : called;
    const ties =
      moralis.ties.length > 0
        ? [
            text(
              fill(said.ties, {
                plans: tied(moralis.ties.map((place) => names[place]!)),
                plan: planNamed(config, moralis.plan),
              }),
            ),
          ]
        : [];
    return [text(aboutPlans(config, moralis)), planTable(config, both, ordered, own), ...ties];
  }

  /** Of many plans that tie the first few. */
  const tied = (plans: readonly string[]): string =>
    plans.length <= 6 ? plans.join(', ') : `${plans.slice(0, 5).join(', ')} (+ ${plans.length - 5})`;

  return { debrief };
});
