/** What happened and why: who does what in one's place, where one stands, what would have paid best; pages with the rest. */
import { manyRounds } from '../core/rounds.ts';
import { type Block, text } from '../core/blocks.ts';
import type { Debrief, Names, Plans, Taste } from '../core/game.ts';
import { fill } from '../core/template.ts';
import type { Solution } from '../core/theory.ts';
import { matchBelief, solutionAfter } from './beliefs.ts';
import { otherOf, placeOf, planName } from './form.ts';
import { expectedPoints, kappaText, opening, points } from './format.ts';
import { hindsight, ownPlan, type PlanOf } from './hindsight.ts';
import type { pagesOf } from './pages.ts';
import type { SequentialView } from './rules.ts';
import type { sceneOf } from './scene.ts';
import type { SequentialConfig } from './settings.ts';
import { byKappaText, kappaScale, planTable } from './solution-words.ts';
import { lettersText, optionIn, spanOf, type SpokenForm } from './spoken-form.ts';
import type { theoryOf } from './theory.ts';
import type { yourPlaceOf } from './your-place.ts';

type DebriefParts<Config extends SequentialConfig> = {
  readonly plansOf: (config: Config) => Plans;
  readonly scene: ReturnType<typeof sceneOf<Config>>;
  readonly theory: ReturnType<typeof theoryOf<Config>>;
  readonly yours: ReturnType<typeof yourPlaceOf<Config>>;
  readonly pages: ReturnType<typeof pagesOf<Config>>;
  /** What has to be said of the agents in these settings beside the table of plans. */
  readonly note: (config: Config, taste: Taste) => readonly string[];
};

/** The debrief of a game of this form, in its words. */
export function debriefOf<Config extends SequentialConfig>(
  spoken: SpokenForm<Config>,
  { plansOf, scene, theory, yours, pages, note }: DebriefParts<Config>,
) {
  type View = SequentialView<Config>;
  const { form, words } = spoken;
  const said = words.debrief;

  function debrief(
    view: View,
    taste: Taste,
    names: Names,
    seated: readonly (Taste | null)[] = [],
    disclosed = false,
  ): Debrief {
    const { config, seat } = view;
    const name = scene.saidName(scene.otherName(seat, names));
    const [mine, theirs] = [seated[seat] ?? null, seated[otherOf(seat)] ?? null];
    const place = yours.placed(view, taste, disclosed ? theirs : null);
    const plan = ownPlan(form, view);
    const { moralis } = place.last;
    return {
      plain: [
        text(scene.resultText(view, name)),
        ...yours.placeTable(view, place, names[seat] ?? words.scene.you, name),
        ...[
          yours.standText(view, place),
          hindsightText(view, name, planIn(view, theirs, disclosed ? mine : null), theirs),
          ...note(config, taste),
        ]
          .filter(Boolean)
          .map(text),
      ],
      blocks: [
        text(aboutPlans(config, moralis)),
        planTable({
          ...{ said: said.table, names: form.plans, shown: form.plans, both: place.last },
          own: plan === null ? null : { plan, who: { seat } },
          show: expectedPoints(spanOf(spoken, config)),
        }),
        kappaScale(said.scale, moralis),
        text(byKappaText(said, plansOf(config), moralis, (one) => planName(form, one))),
        ...tiesText(moralis),
      ],
      kappa: true,
      more: [
        { key: 'f', label: said.pages.formula, blocks: pages.formulaPage(config, moralis) },
        { key: 't', label: said.pages.thresholds, blocks: pages.thresholdsPage(config, moralis) },
        { key: 'w', label: said.pages.worlds, blocks: pages.worldsPage(view, taste) },
        {
          key: 'y',
          label: manyRounds(config) ? said.pages.rounds : said.pages.yours,
          blocks: pages.yoursPage(view, place, name),
        },
      ],
    };
  }

  /**
   * The plan by which a solved agent in the other seat played each round: under the belief that it held there, `told`
   * being what it was told of this seat's taste.
   */
  function planIn({ config, history, seat }: View, taste: Taste | null, told: Taste | null): PlanOf {
    if (taste === null) return () => null;
    const belief = matchBelief(config, told);
    return (round) => {
      const seen = history.slice(0, round);
      const { plan } = solutionAfter(form, plansOf(config), taste, belief, seen, otherOf(seat));
      return planName(form, plan);
    };
  }

  const tiesText = ({ ties, plan }: Solution): readonly Block[] =>
    ties.length === 0
      ? []
      : [
          text(
            fill(said.ties, {
              plans: ties.map((tied) => planName(form, tied)).join(', '),
              plan: planName(form, plan),
            }),
          ),
        ];

  function hindsightText(view: View, name: string, plan: PlanOf, theirs: Taste | null): string {
    const { config, seat, history } = view;
    const option = (letter: string) => optionIn(spoken, config, letter);
    const { got, best, known, choice, answers } = hindsight(form, view, plan);
    const slots = { other: name, Other: opening(name) };
    const [only] = history;
    if (only === undefined) return '';
    if (history.length > 1) {
      if (known === 0) return fill(said.hindsightNone, slots);
      const rounds = history.length;
      const where = known === rounds ? '' : fill(said.known, { known, rounds });
      const numbers = { ...slots, where, best: points(best), forgone: points(best - got) };
      return fill(best - got < 1e-9 ? said.hindsightAll : said.hindsight, numbers);
    }
    if (choice === null) {
      const missing = form.moves.find((move) => form.answers[move] !== undefined && move !== only.move) ?? only.move;
      return fill(said.notAsked, { ...slots, noun: option(missing).noun });
    }
    const Who =
      theirs !== null && theirs.kappa > 0 ? fill(said.met, { ...slots, kappa: kappaText(theirs.kappa) }) : slots.Other;
    const how =
      only.first !== placeOf(seat) || answers === null
        ? fill(said.moved, { Who, did: option(only.move).did })
        : fill(said.answers, { Who, acts: option(answers.answer).acts });
    const forgone = best - got;
    const numbers = { how, best: points(best), forgone: points(forgone), doing: option(choice).doing };
    return fill(forgone < 1e-9 ? said.most : said.more, numbers);
  }

  /** What the letters of a plan stand for, and the belief under which the numbers are. */
  const aboutPlans = (config: Config, moralis: Solution): string =>
    fill(said.all, {
      letters: lettersText(spoken, config),
      asIf: config.roles === 'fixed' ? said.asIf : '',
      belief: theory.beliefText(moralis),
      kappa: kappaText(moralis.taste.kappa),
    });

  return { debrief };
}
