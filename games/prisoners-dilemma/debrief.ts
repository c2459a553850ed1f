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
import { inYourPlace, planTableIn } from './plan-table.ts';
import { planWordsIn } from './plan-words.ts';
import { PLANS, planName, plans } from './plans.ts';
import { pagesIn } from './pages.ts';
import { other, type View } from './rules.ts';
import { questionsIn } from './questions.ts';
import { sceneIn } from './scene.ts';
import { theoryIn } from './theory.ts';
import type { Words } from './words.ts';
import { yourPlaceIn } from './your-place.ts';

/** The plans that are shown where there is room, in this order: never, in kind, the one in between, always. */
const SHORT: readonly string[] = ['DDD', 'CCD', 'DDC', 'CCC'];

/** So many plans find room on the smallest screen; all stand on a page of their own. */
const MOST_PLANS = 4;

export const debriefIn = memo((words: Words) => {
  const said = words.debrief;
  const { planTable } = planTableIn(words);
  const { formulaPage, thresholdsPage, worldsPage, yoursPage } = pagesIn(words);
  const { labelsOf } = questionsIn(words);
  const { otherName, resultText, shortName } = sceneIn(words);
  const { beliefText } = theoryIn(words);
  const { planDo, answering } = planWordsIn(words);
  const { placeTable, standText } = yourPlaceIn(words);

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
    const solved = [economicus.plan, moralis.plan].map(planName);
    const needed = PLANS.filter((one) => solved.includes(one) || one === plan);
    const filling = SHORT.filter((one) => !needed.some((other) => other === one)).slice(
      0,
      Math.max(0, MOST_PLANS - needed.length),
    );
    const shown = PLANS.filter((one) => needed.includes(one) || filling.includes(one)).toReversed();
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
        text(byKappaText(said, plans(config), moralis, (plan) => planDo(config, planName(plan)))),
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
    if (choice === null) return fill(said.notAsked, { ...slots, choice: labels[only.move === 'C' ? 'D' : 'C'].noun });
    const Who =
      theirs !== null && theirs.kappa > 0 ? fill(said.met, { ...slots, kappa: kappaText(theirs.kappa) }) : slots.Other;
    const how =
      only.first !== me
        ? fill(said.moved, { did: labels[only.move].did })
        : answering(view.config, answers?.C ?? 'D', answers?.D ?? 'D');
    const forgone = best - got;
    const numbers = { Who, how, best: points(best), forgone: points(forgone), doing: labels[choice].doing };
    return fill(forgone < 1e-9 ? said.most : said.more, numbers);
  }

  /** What the letters of a plan stand for, and the belief under which the numbers are. */
  function aboutPlans(config: Config, moralis: Solution): string {
    const labels = labelsOf(config);
    return fill(said.all, {
      letters: isNeutral(config) ? fill(said.letters, { C: labels.C.label, D: labels.D.label }) : '',
      asIf: config.roles === 'fixed' ? said.asIf : '',
      belief: beliefText(moralis),
      kappa: kappaText(moralis.taste.kappa),
    });
  }

  /** The plans with their letters, for whoever has learned them. */
  function allPlans(config: Config, both: SolvedBoth, own: OwnPlan): readonly Block[] {
    const { moralis } = both;
    const names = [...PLANS].reverse();
    const ties =
      moralis.ties.length > 0
        ? [text(fill(said.ties, { plans: moralis.ties.map(planName).join(', '), plan: planName(moralis.plan) }))]
        : [];
    return [text(aboutPlans(config, moralis)), planTable(config, both, names, own), ...ties];
  }

  return { debrief };
});
