/** `homines play GAME`: the lab, opened at one table. */
import { roleNamed } from './shared/role-named.ts';
import { DEFAULT_KAPPA } from '../core/taste.ts';
import { LIVE_LIMIT_S } from '../model/limit.ts';
import { LIVE_POLICIES, readPolicy } from '../core/no-answer.ts';
import { isModelId } from '../lab/models.ts';
import { counted } from '../core/format.ts';
import type { AnyGame } from '../core/game.ts';
import { UserError } from '../core/user-error.ts';
import { seatsTyped } from '../core/seat-groups.ts';
import { readConfig } from '../core/settings.ts';
import { filledSeats, GUESS, peopleOf, type TableSetting } from '../lab/table-setting.ts';
import { unaskableAt } from '../lab/model-seats.ts';
import { hasNeutral } from '../lab/set-up.ts';
import type { Ask } from '../match/agent.ts';
import { gameNamed, modelsHere, withPoint } from './shared/resolve.ts';
import { explainTyped, opponentNamed, presetOf } from './shared/table-typed.ts';
import { ask, db, preset, readName, refuseAsk, seed, set, trust } from './shared/flags.ts';
import { type Introduction, readLabel } from '../lab/participants.ts';
import { locked, maxCost, open } from './lab.ts';
import { on, text, verb as define } from './shared/verb.ts';
import { byHand } from '../core/shell.ts';

export const verb = define({
  name: 'play',
  word: 'GAME',
  says: 'A person plays a game in this terminal, against an agent or another person.',
  flags: {
    against: text(
      'AGENTS',
      `who plays against you, one a seat, 3xhuman for three of a kind; who is named alone takes every seat that the game needs (default: moralis: its model if it is cast, else moralis:${DEFAULT_KAPPA}); human: another person at this keyboard`,
      (typed) => typed,
    ),
    preset,
    set,
    session: text('NAME', 'what the session is called; one that is there goes on', readName),
    participant: text(
      'LABELS',
      'who sits down, such as p07; of several people one each, separated by commas',
      (typed) => typed.split(',').map((one) => labelTyped(one, 'label')),
    ),
    treatment: text('NAME', 'the condition that they play under', (typed) => labelTyped(typed, 'treatment')),
    ask,
    role: text('ROLE', `where you sit; "${byHand('games GAME')}" lists the roles`, (typed) => typed),
    explain: text(
      'WHEN',
      'explanations after each match, after the last, or never (default: each; locked: never)',
      explainTyped,
    ),
    onFailure: text(
      'WHAT',
      'a model has no answer: stand-in (it takes the seat, default), again, or unpaid (the match ends)',
      (typed) => readPolicy(typed, LIVE_POLICIES),
    ),
    language: text('LANG', 'in which language participants read the game, such as de (default: en)', (typed) => typed),
    maxCost,
    trust,
    seed,
    locked,
    plain: on('questions and answers line by line, for screen readers'),
    db,
  },
  examples: [
    'homines play prisoners-dilemma',
    'homines play prisoners-dilemma --against economicus --role second',
    'homines play pricing-duopoly --against moralis/sellers --set rounds=5 k=2',
    'homines play autonomous-vehicles --against human,baseline --explain never',
    'homines play autonomous-vehicles --against 3xhuman,2xeconomicus',
    'homines play prisoners-dilemma --against local/small --on-failure again',
    'homines play prisoners-dilemma --against local/small --ask decision',
    'homines play prisoners-dilemma --session pilot --participant p07',
  ],
  notes: [
    'A label that the session knows goes on with that participant; use a number or a pseudonym, never a name. In the lab the key w says the same, on the instructions.',
    '--locked is for studies: after the last screen it waits for the experimenter, who lets the next person in with n and the word, or opens the lab with Ctrl-C and the word. A session that is locked opens locked again after it was closed or killed, and goes on where it stood. Its words are neutral where the game can (--set neutral=no), and nothing is explained afterwards (--explain each).',
    `Agents: human, economicus, moralis[:κ], baseline, random, script:C:D, provider/model[?ask=decision][+economicus] ("${byHand('agents')}" lists them); ${GUESS}: one of three is drawn, and you guess which. A label that is cast means its model; theory/economicus is the theory all the same.`,
    'A model may take HOMINES_TIMEOUT_S seconds for one decision (20 unless set); after 8 s the key s lets the stand-in answer. Without a key or a server the same table opens with a theory agent.',
  ],
  async run(flags, word) {
    const {
      against: typed,
      preset: named,
      set: typedSets = [],
      role: asked,
      // What follows a match of a study is up to whoever runs it: nothing is explained unless they say so.
      explain = flags.locked === undefined ? 'each' : 'never',
      onFailure,
      seed: drawn,
    } = flags;
    const game = await gameNamed(word, 'play', flags.language);
    const role = roleNamed(game, asked);
    // A locked lab is a study's: its words are neutral unless somebody says otherwise.
    const neutral =
      flags.locked !== undefined && hasNeutral(game) && !typedSets.some((set) => /^\s*neutral\s*=/.test(set));
    const sets = neutral ? ['neutral=yes', ...typedSets] : typedSets;
    const others = seatsTyped(withPoint(typed ?? (game.theory === undefined ? 'human' : 'moralis')));
    // Who is named alone takes every seat, however many these settings have; a guess is one against one.
    const config = readConfig(game, {
      ...{ preset: named, more: role.config ?? {}, sets },
      seats: others.length > 1 || others[0] === GUESS ? others.length + 1 : undefined,
    });
    const start: TableSetting = {
      game,
      config,
      preset: presetOf(game, named, sets),
      role: role.name,
      against: opponentsNamed(game, config, others, flags.ask),
      explain,
      seed: drawn ?? null,
      ...(onFailure === undefined ? {} : { onFailure }),
    };
    const refused = unaskableAt(start, modelsHere(LIVE_LIMIT_S));
    if (refused !== null) throw new UserError(refused);
    const { session, plain, maxCost: cap, trust: trusts, db: file } = flags;
    const people = introductions(peopleOf(start), flags);
    return open({ start, session, people, locked: flags.locked, plain, maxCost: cap, trust: trusts, db: file });
  },
});

/** What is said of each of so many people at a table: the labels in their order, and one treatment for all. */
export function introductions(
  people: number,
  {
    participant: labels = [],
    treatment,
  }: { readonly participant?: readonly string[] | undefined; readonly treatment?: string | undefined },
): readonly Introduction[] {
  if (labels.length > people)
    throw new UserError(
      `${counted(people, 'person sits', 'people sit')} at this table: give ${counted(people, 'label')}; got "${labels.join(',')}".`,
    );
  if (labels.length === 0 && treatment === undefined) return [];
  return Array.from({ length: people }, (_, place) => ({
    label: labels[place] ?? null,
    treatment: treatment ?? null,
  }));
}

/** A label or a treatment: nothing at all, as from an empty variable of the shell, is refused. */
export function labelTyped(typed: string, what: 'label' | 'treatment'): string {
  const read = readLabel(typed, what);
  if (read === null)
    throw new UserError(
      what === 'label'
        ? 'A label is empty: name whoever sits down, such as --participant p07, or leave it out.'
        : 'The treatment is empty: name it, such as --treatment control, or leave it out.',
    );
  return read;
}

/** Who takes the other seats: "human,economicus", one a seat. */
function opponentsNamed(
  game: AnyGame,
  config: unknown,
  others: readonly string[],
  ask: Ask | undefined,
): readonly string[] {
  const named = others.map((id) => opponentNamed(game, id, ask));
  refuseAsk(named.filter(isModelId).length);
  return filledSeats(game, config, named);
}
