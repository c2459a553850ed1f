/** What happened and why: the match beside Nash, joint monopoly and both readings of moralis, and what would have paid. */
import { memo } from '../../src/core/memo.ts';
import { type Block, type Cell, text } from '../../src/core/blocks.ts';
import type { Debrief, Names, Taste } from '../../src/core/game.ts';
import { fill } from '../../src/core/template.ts';
import { type Firm, rivalOf } from './demand.ts';
import { expected } from './expected.ts';
import { gain, index, money, price, short } from './format.ts';
import { hindsight, mean, priceAlike, sum } from './hindsight.ts';
import { priceIndex } from './measures.ts';
import { isStandard, pagesIn } from './pages.ts';
import { plainIn } from './plain.ts';
import type { View } from './rules.ts';
import { aimOf, firmOf, ordered, type Solved, solved } from './solution.ts';
import type { Words } from './words.ts';

/** Whether the match had one round only: then nobody could answer anything. */
const once = ({ rows, config }: View): boolean =>
  rows.length === 1 && config.horizon === 'finite' && config.rounds === 1;

/** A page is worked out when it is opened: κ moves faster than some of them are solved. */
function page(key: string, label: string, make: () => readonly Block[]): Debrief['more'][number] {
  let blocks: readonly Block[] | undefined;
  return {
    key,
    label,
    get blocks() {
      return (blocks ??= make());
    },
  };
}

export const debriefIn = memo((words: Words) => {
  const { agents, answers, formula, reported, rounds, terms, worlds } = pagesIn(words);

  const said = words.debrief;

  function debrief(
    view: View,
    taste: Taste,
    names: Names,
    seated: readonly (Taste | null)[] = [],
    disclosed = false,
  ): Debrief {
    const met = disclosed ? (seated[1 - view.seat] ?? null) : null;
    const kappa = taste.kappa;
    const always = [page('f', said.pages.formula, () => formula(view)), page('t', said.pages.terms, () => terms(view))];
    if (view.rows.length === 0) return { kappa: false, blocks: [text(said.nothing)], more: always };
    return {
      kappa: true,
      plain: plainIn(words)(view, names, kappa),
      blocks: [
        happened(view, names),
        ...above(view),
        marks(view, kappa, met),
        whatIf(view),
        text(footnote(view, names, seated)),
        text(
          fill(said.kappa, {
            kappa: short(kappa),
            facing: met === null ? said.bothSo : fill(said.against, { rival: names[1 - view.seat] ?? '' }),
          }),
        ),
      ],
      more: [
        page('w', said.pages.worlds, () => worlds(view, kappa)),
        ...(once(view) ? [] : [page('a', said.pages.agents, () => agents(view, kappa))]),
        page('r', said.pages.rounds, () => rounds(view, names)),
        ...always,
        ...(isStandard(view.config) ? [page('m', said.pages.reported, () => reported(view))] : []),
      ],
    };
  }

  function happened({ config, seat, rows, total, rivalTotal }: View, names: Names): Block {
    const lab = solved(config);
    const firm = firmOf(seat);
    const own = mean(rows.map((row) => row.price));
    const theirs = mean(rows.map((row) => row.rival));
    const indexOf = (seller: Firm, at: number): string => {
      const value = priceIndex(lab, seller, at);
      return value === null ? '' : fill(said.index, { index: index(value) });
    };
    return text(
      fill(rows.length === 1 ? said.happenedOnce : said.happened, {
        own: price(lab, own),
        ownIndex: indexOf(firm, own),
        earned: money(lab, total),
        rival: names[1 - seat] ?? '',
        theirs: price(lab, theirs),
        theirIndex: indexOf(rivalOf(firm), theirs),
        theirEarned: money(lab, rivalTotal ?? 0),
      }),
    );
  }

  /** Above the joint monopoly's price: what both earned beside what it earns. Who of them earned more depends on the other. */
  function above(view: View): readonly Block[] {
    const { config, seat, rows } = view;
    const lab = solved(config);
    const firm = firmOf(seat);
    const highest = lab.monopoly.prices[firm];
    const asked = mean(rows.map((row) => row.price));
    if (asked <= highest + 1e-9 * lab.currency || price(lab, asked) === price(lab, highest)) return [];
    const joint = mean(rows.map((row) => sum(lab.profits(ordered(firm, row.price, row.rival)))));
    return [
      text(
        fill(rows.length === 1 ? said.aboveOnce : said.above, {
          monopoly: price(lab, highest),
          joint: money(lab, joint),
          most: money(lab, sum(lab.monopoly.profits)),
        }),
      ),
    ];
  }

  /**
   * Mean prices of this match, and on the same line from cost up what agents ask on average in this seat against whom it was told
   * that it meets, as comparisons have them (null: where both are so); both readings of moralis labelled.
   */
  function marks({ config, seat, rows }: View, kappa: number, other: Taste | null): Block {
    const lab = solved(config);
    const firm = firmOf(seat);
    const own = mean(rows.map((row) => row.price));
    const theirs = mean(rows.map((row) => row.rival));
    const monopoly = lab.monopoly.prices[firm];
    const asks = (taste: Taste): number => expected(config, taste, { seat, other })['price'] ?? 0;
    const economicus = asks({ kappa: 0 });
    const reading = (buyers: 0 | 1): number => asks({ kappa, variant: buyers === 1 ? 'buyers' : 'sellers' });
    const moralis = (label: string, at: number) => ({
      label,
      marks: [{ at, who: { agent: 'moralis' } }],
      text: price(lab, at),
    });
    const tens = 10 ** lab.decimals;
    const min = Math.floor(tens * Math.min(lab.currency * lab.market.c[firm], own, theirs) + 1e-9) / tens;
    const max = Math.ceil(tens * Math.max(monopoly, own, theirs, economicus, reading(0), reading(1)) - 1e-9) / tens;
    return {
      kind: 'scale',
      min,
      max,
      ends: [price(lab, min), price(lab, max)],
      rows: [
        {
          label: said.labels.asked,
          marks: [
            { at: own, who: { seat } },
            { at: theirs, who: { seat: 1 - seat } },
          ],
        },
        {
          label: said.labels.economicus,
          marks: [{ at: economicus, who: { agent: 'economicus' } }],
          text: price(lab, economicus),
          notes: ends(lab, firm),
        },
        moralis(said.labels.buyers, reading(1)),
        moralis(said.labels.sellers, reading(0)),
      ],
    };
  }

  /** Nash and the joint monopoly on the line, one note where they are one, and whether the limit is where they stand. */
  function ends(lab: Solved, firm: Firm): readonly { readonly at: number; readonly text: string }[] {
    const [nash, monopoly] = [lab.nash.prices[firm], lab.monopoly.prices[firm]];
    const named = (name: string, limited = false): string => (limited ? fill(said.atLimit, { name }) : name);
    if (priceIndex(lab, firm, nash) === null)
      return [{ at: nash, text: named(said.bothNote, lab.forbidden.nash[firm]) }];
    return [
      { at: nash, text: named(said.nashNote, lab.forbidden.nash[firm]) },
      { at: monopoly, text: named(said.monopolyNote, lab.forbidden.monopoly[firm]) },
    ];
  }

  function whatIf(view: View): Block {
    const lab = solved(view.config);
    const { replies, constant, alike } = hindsight(view);
    const { heads } = said;
    const row = (what: string, asked: string, earned: number): readonly Cell[] => [
      { text: what },
      { text: asked },
      { text: money(lab, earned) },
      { text: gain(lab, earned - view.total) },
    ];
    const single = view.rows.length === 1;
    const firm = firmOf(view.seat);
    const alikeLabel = (): string => {
      if (lab.market.c[0] === lab.market.c[1]) return single ? said.alikeOnce : said.alike;
      const margin = (at: number): number => at - lab.currency * lab.market.c[firm];
      const kept = view.rows.every(
        (row) =>
          Math.abs(priceAlike(lab, firm, row.price) - lab.currency * lab.market.c[rivalOf(firm)] - margin(row.price)) <
          1e-9 * lab.currency,
      );
      return kept ? (single ? said.alikeMarginOnce : said.alikeMargin) : said.alikeLimited;
    };
    return {
      kind: 'table',
      columns: [
        { head: heads.what },
        { head: heads.price, align: 'right' },
        { head: heads.earned, align: 'right' },
        { head: heads.more, align: 'right' },
      ],
      rows: [
        row(single ? said.replyOnce : said.reply, span(lab, replies.prices), replies.total),
        ...(single ? [] : [row(said.constant, price(lab, constant.price), constant.total)]),
        row(alikeLabel(), '', alike),
      ],
    };
  }

  function span(lab: Solved, prices: readonly number[]): string {
    const [low, high] = [price(lab, Math.min(...prices)), price(lab, Math.max(...prices))];
    return low === high ? low : fill(said.between, { low, high });
  }

  /** What the star means; and where a solved agent sat opposite, the one price that its rule rewards most. */
  function footnote(view: View, names: Names, seated: readonly (Taste | null)[]): string {
    const { config, seat, rows } = view;
    const lab = solved(config);
    const star = fill(rows.length === 1 ? said.starOnce : said.star, { rival: names[1 - seat] ?? '' });
    const taste = seated[1 - seat] ?? null;
    if (taste === null || taste.variant === 'grim' || once(view)) return star;
    const best = lab.bestAgainst(firmOf(seat), aimOf(taste));
    const slots = { price: price(lab, best.price), profit: money(lab, best.profit), answers: answers(config) };
    return `${star} ${fill(said.rule, slots)}`;
  }

  return { debrief };
});
