/** What happened and why: the table of plans with κ that moves, what would have paid best, and pages with the rest. */
import { memo } from '../../src/core/memo.ts';
import { type Block, text } from '../../src/core/blocks.ts';
import type { Debrief, Names, Taste } from '../../src/core/game.ts';
import type { Solution } from '../../src/core/theory.ts';
import { regions } from '../../src/core/thresholds.ts';
import { fill } from '../../src/core/template.ts';
import type { Config } from './config.ts';
import { about, kappa as kappaText, opening, points } from './format.ts';
import { hindsight, seatedPlan } from './hindsight.ts';
import { ownPlan, ownSame } from './own-plan.ts';
import { type Compared, compared, ECONOMICUS, MORALIS, type Own, planTableIn } from './plan-table.ts';
import { at, PLANS, planName, plans } from './plans.ts';
import { pagesIn } from './pages.ts';
import { other, pay, type View } from './rules.ts';
import { questionsIn } from './questions.ts';
import { sceneIn } from './scene.ts';
import { standinPlan } from './standin.ts';
import { theoryIn } from './theory.ts';
import type { Words } from './words.ts';

/** The plans that are always shown: never, the one in between, always, in kind. */
const SHORT = ['DDD', 'DDC', 'CCC', 'CCD'];

/** Letters that surely fit on two lines of the smallest screen. */
const TWO_LINES = 106;

type Note = { readonly at: number; readonly text: string };

/** Columns that a line of κ has at least, on the narrowest screen. */
const COLUMNS = 46;

export const debriefIn = memo((words: Words) => {
  const { planTable } = planTableIn(words);
  const { formulaPage, thresholdsPage, worldsPage, yoursPage } = pagesIn(words);
  const { labelsOf } = questionsIn(words);
  const { otherName, resultText, shortName } = sceneIn(words);
  const { beliefText } = theoryIn(words);

  function debrief(view: View, taste: Taste, names: Names, seated?: readonly (Taste | null)[]): Debrief {
    const { config } = view;
    const name = shortName(otherName(view.seat, names));
    const both = compared(view, taste);
    const chosen = [both.economicus.plan, both.moralis.plan].map(planName);
    const own = ownPlan(view);
    const shown = [
      ...SHORT,
      ...PLANS.filter((plan) => !SHORT.includes(plan) && (chosen.includes(plan) || plan === own)),
    ];
    const { pages } = words.debrief;
    const same = ownSame(view);
    const crowded = shown.length - SHORT.length + (view.history.length > 1 ? 1 : 0);
    const paid = hindsightText(view, name, seatedPlan(config, seated?.[other(view.seat)]));
    // What finds no room on the smallest screen stands on the page of worlds only: stand-in and oneself are there always.
    const more = crowded > 1 ? '' : same === null ? standinText(config) : sameText(same);
    const last = paid.length + more.length < TWO_LINES ? [paid, more].filter(Boolean).join(' ') : paid;
    return {
      blocks: [
        text(resultText(view, name, words.debrief.happened)),
        text(planText(config)),
        planTable(config, both, shown, own === null ? null : { plan: own, who: { seat: view.seat } }),
        kappaScale(config, both.moralis),
        ...[crowded > 0 ? '' : cheatText(config, both), last].filter(Boolean).map(text),
      ],
      kappa: true,
      more: [
        {
          key: 'a',
          label: pages.all,
          blocks: allPlans(config, both, own === null ? null : { plan: own, who: { seat: view.seat } }),
        },
        { key: 'f', label: pages.formula, blocks: formulaPage(config, both.moralis) },
        { key: 't', label: pages.thresholds, blocks: thresholdsPage(config, both.moralis) },
        {
          key: 'w',
          label: pages.worlds,
          blocks: [...worldsPage(view, both), ...[cheatText(config, both)].filter(Boolean).map(text)],
        },
        { key: 'y', label: pages.yours, blocks: yoursPage(view, both) },
      ],
    };
  }

  function planText(config: Config): string {
    const said = words.debrief;
    const labels = labelsOf(config);
    const letters = config.labels === 'neutral' ? fill(said.letters, { C: labels.C.label, D: labels.D.label }) : '';
    return `${said.plan}${letters}${config.roles === 'fixed' ? said.asIf : ''}`;
  }

  /** The line of κ with the plan that is played on each stretch of it. */
  function kappaScale(config: Config, { taste, belief }: Solution): Block {
    const stretches = regions(plans(config), taste, belief);
    const notes = notesOf(
      stretches.map(({ from, plan }, i) => ({
        at: from,
        text: stretchText(planName(plan), from, i === stretches.length - 1),
      })),
    );
    const marks = [
      { at: 0, who: ECONOMICUS },
      { at: taste.kappa, who: MORALIS },
    ];
    return { kind: 'scale', min: 0, max: 1, ends: ['0', '1'], rows: [{ label: words.debrief.scale, marks, notes }] };
  }

  const stretchText = (plan: string, from: number, last: boolean): string =>
    from === 0 ? plan : fill(last ? words.debrief.on : words.debrief.from, { plan, kappa: about(from) });

  /** A note that would run into the next one is told with it, so that notes fit on one line. */
  function notesOf(stretches: readonly Note[]): readonly Note[] {
    const notes: Note[] = [];
    let before = '';
    for (const [i, { at: place, text: sentence }] of stretches.entries()) {
      const told = before + sentence;
      const next = stretches[i + 1];
      if (next !== undefined && place * COLUMNS + told.length + 2 > next.at * COLUMNS)
        before = told + words.debrief.until;
      else {
        notes.push({ at: place, text: told });
        before = '';
      }
    }
    return notes;
  }

  /** Only where cooperating first with a reciprocator is selfish: then a selfish first mover who knew would cooperate. */
  function cheatText(config: Config, { economicus, moralis }: Compared): string {
    const plan = planName(moralis.plan);
    const earns = { C: pay(config, 'C', at(plan, 'after_C'))[0], D: pay(config, 'D', at(plan, 'after_D'))[0] };
    if (earns.C <= earns.D) return '';
    const unaware = economicus.belief.kind === 'uniform' && at(planName(economicus.plan), 'first') === 'D';
    return (
      fill(words.debrief.cheat, { C: points(earns.C), D: points(earns.D) }) + (unaware ? words.debrief.unaware : '')
    );
  }

  function hindsightText(view: View, name: string, plan: string | null): string {
    const said = words.debrief;
    const slots = { other: name, Other: opening(name) };
    const { got, best, known, choice, answers } = hindsight(view, plan);
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
    if (choice === null) return fill(said.notAsked, { ...slots, choice: only.move === 'C' ? 'D' : 'C' });
    const how =
      only.first !== me
        ? fill(said.how.moved, { choice: only.move })
        : plan !== null
          ? fill(said.how.plan, { plan })
          : fill(said.how.answered, { C: answers?.C ?? '', D: answers?.D ?? '' });
    const forgone = best - got;
    const numbers = { ...slots, how, best: points(best), forgone: points(forgone), doing: labels[choice].doing };
    return fill(forgone < 1e-9 ? said.nothingMore : said.more, numbers);
  }

  const standinText = (config: Config): string => fill(words.debrief.standin, { plan: standinPlan(config) });

  const sameText = (same: number): string => fill(words.debrief.same, { points: points(same) });

  function allPlans(config: Config, both: Compared, own: Own): readonly Block[] {
    const said = words.debrief;
    const { moralis } = both;
    const names = [...PLANS].reverse();
    const ties =
      moralis.ties.length > 0
        ? [text(fill(said.ties, { plans: moralis.ties.map(planName).join(', '), order: PLANS.join(', ') }))]
        : [];
    return [
      text(fill(said.all, { belief: beliefText(moralis), kappa: kappaText(moralis.taste.kappa) })),
      planTable(config, both, names, own),
      ...ties,
    ];
  }

  return { debrief };
});
