/** The lab's dealings with language models: who can sit down now, what a match takes, what was spent, what was said. */
import type { StoreApi } from 'zustand/vanilla';
import { readAgent } from '../agents/index.ts';
import type { DecisionPlace } from '../match/calls.ts';
import type { AnyGame } from '../core/game.ts';
import type { MatchRow, Store } from '../core/log.ts';
import { UserError } from '../core/user-error.ts';
import type { TableSetting } from '../lab/table-setting.ts';
import { isModelId, type LanguageModels, providerOf, theoryFor, usdWords } from '../lab/models.ts';
import type { CastLabel } from '../match/agent.ts';
import { callOf } from './screens/transcript.ts';
import { choiceOf, modelOf, othersOf, type SetUp } from '../lab/set-up.ts';
import type { Live } from '../lab/live-match.ts';
import type { LabState, Screen } from './state.ts';

export type Housekeeping = {
  live(): Live | undefined;
  /** Reads what the session's calls have cost, where models sit at this match. */
  count(match: MatchRow): Promise<void>;
  /** The table as it can be played: where a model cannot sit down a theory agent does. */
  seatable(choice: TableSetting): TableSetting;
  /** A server that was away may have come back: for the next match. */
  lookAgain(choice: TableSetting): void;
  settled(screen: Screen): Screen;
  /** After a screen has come: what it needs to know is found out, without holding it. */
  follow(later: (task: () => Promise<void>) => void): void;
  /** The calls of a match, from that of this decision on. */
  transcript(match: string, back: Screen, from?: DecisionPlace): Promise<Screen>;
  bind(label: CastLabel, id: string | null): void;
  begin(): void;
  /** The lab is left: nothing that was asked of a server holds it up. */
  end(): void;
};

export function housekeeping(house: LanguageModels | undefined, store: Store, state: StoreApi<LabState>): Housekeeping {
  const set = (change: Partial<LabState>): void => state.setState(change);
  const { atHand: first } = state.getState();
  /** The most that a call has cost: the next one is expected to cost no more. */
  let dearest = 0;
  const over = new AbortController();

  const spent = (): string | null => {
    const { spent: usd } = state.getState();
    if (house === undefined || usd === null) return null;
    return usd >= house.cap || usd + dearest > house.cap
      ? `the session's cap of ${usdWords(house.cap)} is reached, and --max-cost raises it`
      : null;
  };

  const why = (id: string, game: AnyGame): string | null => {
    if (house === undefined) return `Language models cannot sit down here`;
    const { atHand } = state.getState();
    try {
      readAgent(id, game, house.models);
    } catch (error) {
      if (error instanceof UserError) return error.message.replace(/\.$/, '');
      throw error;
    }
    return atHand.providers.find(({ name }) => name === providerOf(id))?.away ?? null;
  };

  const seatable = ({ instead: _, ...choice }: TableSetting): TableSetting => {
    const seats = choice.against.map((id) => ({ id, away: isModelId(id) ? why(id, choice.game) : null }));
    const reasons = seats.flatMap(({ id, away }) => {
      if (away === null) return [];
      const theory = theoryFor(id, state.getState().atHand);
      const who = theory === 'baseline' ? 'The stand-in' : 'Theory';
      return [`${who} plays (${theory}): ${away.replace(/, or choose theory agents.*/, '')}.`];
    });
    if (reasons.length === 0) return choice;
    const against = seats.map(({ id, away }) => (away === null ? id : theoryFor(id, state.getState().atHand)));
    return { ...choice, instead: { against, why: [...new Set(reasons)].join(' ') } };
  };

  const settled = (screen: Screen): Screen =>
    screen.at === 'instructions' ? { ...screen, choice: seatable(screen.choice) } : screen;

  /** Asks whether the servers are there, and says it where it matters. */
  const look = async (providers?: readonly string[]): Promise<void> => {
    if (house === undefined || over.signal.aborted) return;
    const atHand = await house.look(providers, over.signal);
    set({ atHand });
    const { screen } = state.getState();
    if (screen.at === 'instructions') set({ screen: settled(screen) });
  };
  const looking = (providers?: readonly string[]): void => void look(providers).catch(() => undefined);

  const lookingFor = (choice: TableSetting): void => {
    const providers = providersOf(choice);
    if (providers.length > 0) looking(providers);
  };

  const estimated = async (form: SetUp): Promise<void> => {
    const choice = choiceOf(form);
    const table = tableOf(form);
    if (house === undefined || 'problem' in choice || state.getState().estimate?.table === table) return;
    try {
      set({ estimate: { table, estimate: await house.estimate(choice) } });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      set({ estimate: { table, estimate: { questions: 0, cost: null, seconds: null } } });
    }
  };

  return {
    seatable,
    lookAgain: (choice) => lookingFor(choice),
    settled,
    live: () =>
      house === undefined
        ? undefined
        : {
            models: house.models,
            spent,
            heard(call) {
              const { spent: before } = state.getState();
              if (call.cost !== null) dearest = Math.max(dearest, call.cost);
              if (call.cost !== null && before !== null) set({ spent: before + call.cost });
              else if (call.cost === null && call.tokensIn !== null) set({ spent: null });
            },
          },
    async count(match) {
      if (match.seats.some(({ kind }) => kind === 'model')) set({ spent: (await store.callSums(match.session)).cost });
    },
    follow(later) {
      const { screen } = state.getState();
      if (screen.at === 'set-up' && modelOf(screen.form) !== null) {
        later(() => estimated(screen.form));
        looking([providerOf(modelOf(screen.form)!)]);
      }
      if (screen.at === 'instructions') lookingFor(screen.choice);
      if (screen.at === 'models' && screen.line === 0 && screen.first === 0) looking();
    },
    async transcript(code, back, from) {
      const match = await store.match(code);
      if (match === null || house === undefined) throw new UserError(`There is no match ${code} in ${store.file}.`);
      const calls = (await store.calls(code)).map((row) => ({ row, spoken: house.read(row) }));
      return { at: 'transcript', match, calls, call: callOf(calls, from), first: 0, back };
    },
    bind(label, id) {
      if (house === undefined) return;
      try {
        set({ atHand: house.bind(label, id) });
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        set({ notice: error.message });
      }
    },
    begin() {
      const bound = Object.values(first.cast).flatMap((id) => (id === null ? [] : [providerOf(id)]));
      const { screen } = state.getState();
      const named = screen.at === 'instructions' ? providersOf(screen.choice) : [];
      const all = [...new Set([...bound, ...named])];
      // After the first frame: what speaks to servers takes its time to load.
      if (all.length > 0) setTimeout(() => looking(all), AFTER_FIRST_FRAME_MS).unref();
    },
    end: () => over.abort(),
  };
}

const AFTER_FIRST_FRAME_MS = 150;

/** The providers of the models that are to sit at this table. */
const providersOf = ({ against }: TableSetting): readonly string[] => [
  ...new Set(against.filter(isModelId).map(providerOf)),
];

/** Which table an estimate is of. */
export const tableOf = (form: SetUp): string =>
  JSON.stringify([form.game.name, othersOf(form), form.preset, form.role, form.settings]);
