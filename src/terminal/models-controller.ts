/** Language models on the screen: who can sit down now, what a match takes, what was spent, what was said. */
import type { StoreApi } from 'zustand/vanilla';
import type { DecisionPlace } from '../match/calls.ts';
import type { MatchRow, Store } from '../core/log.ts';
import { UserError } from '../core/user-error.ts';
import type { TableSetting } from '../lab/table-setting.ts';
import { type AtHand, type LanguageModels, providerOf } from '../lab/models.ts';
import { estimateOf, playableTable, providersAt, spending, tableOf, unaskableAt } from '../lab/model-seats.ts';
import type { Ask, CastLabel } from '../match/agent.ts';
import { callOf, callsOfMatch } from '../lab/transcript.ts';
import { formOf, modelOf, type SetUp } from '../lab/set-up.ts';
import type { LiveModels } from '../lab/live-match.ts';
import type { LabState, Screen } from './state.ts';

export type ModelsController = {
  readonly live: LiveModels | undefined;
  /** Reads what the session's calls have cost, where models sit at this match. */
  count(match: MatchRow): Promise<void>;
  /** The table as it can be played: where a model cannot sit down a theory agent does. */
  seatable(choice: TableSetting): TableSetting;
  /** A server that was away may have come back: for the next match. */
  lookAgain(choice: TableSetting): void;
  /** The screen as it can be shown: a server that nobody has trusted is asked about before its model sits down. */
  settled(screen: Screen): Screen;
  /** After a screen has come: what it needs to know is found out, without holding it. */
  follow(later: (task: () => Promise<void>) => void): void;
  /** The calls of a match, from that of this decision on. */
  transcript(match: string, back: Screen, from?: DecisionPlace): Promise<Screen>;
  bind(label: CastLabel, id: string | null): void;
  askAs(id: string, ask: Ask): void;
  /** A person said whether these servers may be asked. */
  trusted(names: readonly string[], yes: boolean): void;
  begin(): void;
  /** The lab is left: nothing that was asked of a server holds it up. */
  end(): void;
};

export function modelsController(
  models: LanguageModels | undefined,
  store: Store,
  state: StoreApi<LabState>,
): ModelsController {
  const set = (change: Partial<LabState>): void => state.setState(change);
  const { atHand: first } = state.getState();
  const over = new AbortController();
  const cost = models === undefined ? undefined : spending(models, (spent) => set({ spent }));

  const seatable = (choice: TableSetting): TableSetting => playableTable(choice, models, state.getState().atHand);

  const declined = new Set<string>();
  const settled = (screen: Screen): Screen => {
    if (screen.at !== 'instructions' && screen.at !== 'lock') return screen;
    const strangers = models?.untrusted(providersAt(screen.choice)).filter(({ name }) => !declined.has(name)) ?? [];
    // Asked before the lab is locked: a participant is not the one to say.
    if (strangers.length > 0 && state.getState().lock === null) return { at: 'trust', strangers, then: screen };
    const refused = models === undefined ? null : unaskableAt(screen.choice, models.models);
    if (refused !== null) {
      set({ notice: refused });
      return { at: 'set-up', form: formOf(screen.choice), line: 0 };
    }
    const choice = seatable(screen.choice);
    set({ instead: choice.instead?.why ?? null });
    return screen.at === 'lock' ? screen : { ...screen, choice };
  };

  /** Asks whether the servers are there, and says it where it matters. */
  const look = async (providers?: readonly string[]): Promise<void> => {
    if (models === undefined || over.signal.aborted) return;
    const atHand = await models.look(providers, over.signal);
    set({ atHand });
    const { screen } = state.getState();
    if (screen.at === 'instructions') set({ screen: settled(screen) });
  };
  const looking = (providers?: readonly string[]): void => void look(providers).catch(() => undefined);

  const lookAgain = (choice: TableSetting): void => {
    const providers = providersAt(choice);
    if (providers.length > 0) looking(providers);
  };

  const estimated = async (form: SetUp): Promise<void> => {
    const table = tableOf(form);
    if (models === undefined || state.getState().estimate?.table === table) return;
    const estimate = await estimateOf(form, models);
    if (estimate !== null) set({ estimate: { table, estimate } });
  };

  /** What is changed in the lab's file; where it cannot be written that is said. */
  const kept = (change: (house: LanguageModels) => AtHand): void => {
    if (models === undefined) return;
    try {
      // What one match takes hangs on how a model is asked.
      set({ atHand: change(models), estimate: null });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      set({ notice: error.message });
    }
  };

  return {
    live: cost?.live,
    seatable,
    lookAgain,
    settled,
    async count(match) {
      if (match.seats.some(({ kind }) => kind === 'model')) cost?.counted((await store.callSums(match.session)).cost);
    },
    follow(later) {
      const { screen } = state.getState();
      const model = screen.at === 'set-up' ? modelOf(screen.form) : null;
      if (screen.at === 'set-up' && model !== null) {
        later(() => estimated(screen.form));
        looking([providerOf(model)]);
      }
      if (screen.at === 'instructions') lookAgain(screen.choice);
      if (screen.at === 'models' && screen.line === 0 && screen.first === 0) looking();
    },
    async transcript(code, back, from) {
      if (models === undefined) throw new UserError('No language model can have sat at a table here.');
      const said = await callsOfMatch(store, code, models.read);
      return { at: 'transcript', ...said, call: callOf(said.calls, from), first: 0, back };
    },
    bind: (label, id) => kept((house) => house.bind(label, id)),
    askAs: (id, ask) => kept((house) => house.askAs(id, ask)),
    trusted(names, yes) {
      if (!yes) for (const name of names) declined.add(name);
      else if (models !== undefined) set({ atHand: models.trust(names) });
    },
    begin() {
      const bound = Object.values(first.cast).flatMap((id) => (id === null ? [] : [providerOf(id)]));
      const { screen } = state.getState();
      const named = screen.at === 'instructions' ? providersAt(screen.choice) : [];
      const all = [...new Set([...bound, ...named])];
      // After the first frame: what speaks to servers takes its time to load.
      if (all.length > 0) setTimeout(() => looking(all), AFTER_FIRST_FRAME_MS).unref();
    },
    end: () => over.abort(),
  };
}

const AFTER_FIRST_FRAME_MS = 150;
