/** Questions of the three games, for the tests of asking. */
import type { Key } from 'ink';
import type { Calculator, Decision, Input } from '../../core/game.ts';
import { askAction } from './keys.ts';
import { type AskOutcome, type AskReply, type AskState, openAsk, reduceAsk } from './state.ts';

const about = { seat: 0, role: 'first', round: 1, practice: false };
const priceInput: Input & { kind: 'number' } = {
  kind: 'number',
  min: 0,
  max: 30,
  step: 0.1,
  decimals: 1,
  note: 'a unit costs 10.0, limit 30.0',
};

export const move: Decision = {
  ...about,
  key: 'first',
  ask: 'Your move:',
  input: {
    kind: 'choice',
    options: [
      { value: 'C', label: 'cooperate', key: 'c' },
      { value: 'D', label: 'defect', key: 'd' },
    ],
  },
};

export const likely: Decision = {
  ...about,
  key: 'buy',
  ask: 'How likely would you be to buy that model?',
  input: {
    kind: 'number',
    min: 0,
    max: 100,
    step: 1,
    decimals: 0,
    ends: ['not at all', 'surely'],
    skip: 'rather not say',
  },
};

export const price: Decision = { ...about, key: 'price', ask: 'Your price for round 6:', input: priceInput };

export const calculator: Calculator = {
  fields: [
    { label: 'you ask', input: priceInput },
    { label: 'rival asks', input: priceInput },
  ],
  show: ([mine, theirs]) =>
    mine === null || mine === undefined || theirs === null || theirs === undefined
      ? []
      : [
          {
            kind: 'facts',
            facts: [
              { label: 'you earn', value: String(Math.round(10 * mine)) },
              { label: 'rival', value: String(Math.round(10 * theirs)) },
            ],
          },
        ],
};

export const asked = (decision: Decision, more: Partial<AskState> = {}): AskState => ({
  ...openAsk({ decision, calculator: null, position: 0, of: 1, shownAt: 1_000 }),
  ...more,
});

export const withCalculator = (): AskState =>
  openAsk({ decision: price, calculator, position: 0, of: 1, shownAt: 1_000 });

const none: Key = {
  ...{
    upArrow: false,
    downArrow: false,
    leftArrow: false,
    rightArrow: false,
    pageDown: false,
    pageUp: false,
    home: false,
    end: false,
  },
  ...{
    return: false,
    escape: false,
    ctrl: false,
    shift: false,
    tab: false,
    backspace: false,
    delete: false,
    meta: false,
  },
  ...{ super: false, hyper: false, capsLock: false, numLock: false },
};

const named: Readonly<Record<string, Partial<Key>>> = {
  '→': { rightArrow: true },
  '←': { leftArrow: true },
  '↑': { upArrow: true },
  '↓': { downArrow: true },
  Enter: { return: true },
  Tab: { tab: true },
  Backspace: { backspace: true },
  Delete: { delete: true },
  Escape: { escape: true },
};

export const keyOf = (name: string): readonly [input: string, key: Key] =>
  named[name] ? ['', { ...none, ...named[name] }] : [name, { ...none, shift: /^[A-Z]$/.test(name) }];

/** Presses keys 100 ms apart. Keys are names or letters. */
export function press(
  state: AskState,
  ...names: readonly string[]
): { state: AskState; replies: readonly AskReply[]; back: number } {
  const replies: AskReply[] = [];
  let back = 0;
  let now = state.shownAt;
  let current = state;
  for (const name of names) {
    now += 100;
    const action = askAction(current, ...keyOf(name));
    if (!action) continue;
    const outcome: AskOutcome = reduceAsk(current, action, now);
    current = outcome.state;
    if (outcome.reply) replies.push(outcome.reply);
    if (outcome.back) back++;
  }
  return { state: current, replies, back };
}
