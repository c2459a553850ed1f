/** `homines battery`: a person at the keyboard goes through eighteen protocols, one after another. */
import { isHuman, readOfflineAgent } from '../agents/offline.ts';
import type { AnyGame } from '../core/game.ts';
import { byHand } from '../core/shell.ts';
import { UserError } from '../core/user-error.ts';
import { loadGames } from '../disk/games.ts';
import { batteryOf } from '../lab/battery/protocols.ts';
import { type BatterySetting, listedTables, peopleIn, usualBattery } from '../lab/battery/setting.ts';
import { isModelId } from '../lab/models.ts';
import { introductions, labelTyped } from './play.ts';
import { locked, open } from './lab.ts';
import { db, readName, seed } from './shared/flags.ts';
import { withPoint } from './shared/resolve.ts';
import { on, text, verb as define } from './shared/verb.ts';

export const verb = define({
  name: 'battery',
  says: 'A person goes through eighteen protocols in this terminal: six dilemmas, six trust games and six ultimatum games, both places, with what is expected of the other.',
  flags: {
    against: text(
      'AGENT',
      'who the other player is: economicus, moralis[:κ], baseline or random, never a model (default: moralis); participants are not told',
      (typed) => typed,
    ),
    people: on('the other player is another person at this keyboard, who goes through the same protocols'),
    session: text('NAME', 'what the session is called; one that is there goes on', readName),
    participant: text('LABELS', 'who sits down, such as p07; with --people two, separated by a comma', (typed) =>
      typed.split(',').map((one) => labelTyped(one, 'label')),
    ),
    treatment: text('NAME', 'the condition that they play under', (typed) => labelTyped(typed, 'treatment')),
    explain: text(
      'WHEN',
      'last: decisions beside theory after the last protocol; or never (default: last; locked: never)',
      readExplained,
    ),
    language: text('LANG', 'in which language participants read, en or de (default: en)', (typed) => typed.trim()),
    order: text(
      'N',
      'everybody has the order of the Nth participant (default: the first has the first, and so on)',
      readOrder,
    ),
    seed,
    locked,
    plain: on('questions and answers line by line, for screen readers'),
    db,
  },
  examples: [
    'homines battery',
    'homines battery --session study --participant p07',
    'homines battery --session study --locked WORD --language de',
    'homines battery --people --session study --participant p07,p08',
  ],
  notes: [
    'The protocols are those of van Leeuwen & Alger (2024), as a replication that credits them reports them. In each a person first says what is expected of the other player and then decides for both places; lots say afterwards which decisions count. Nothing is told of what came of it before the last protocol.',
    'Order: the protocols of a game stand together, since each game has rules of its own. Over 18 participants of a session each protocol stands once in each of 18 places, after every other of its game equally often, and each order of the games comes equally often; over 36 each stands in each place with its options in either order. Orders are drawn from a seed that the session keeps.',
    'Interrupted, by Ctrl-C, a closed window or a power cut, the same command goes on at the question where it stood. With --participant it goes on with that person, else with the latest who was interrupted; n seats somebody else.',
    `What agents do in the same protocols: ${byHand('profile')}.`,
  ],
  async run(flags) {
    const { session, participant, treatment, plain, db: file } = flags;
    const games = await loadGames();
    // What follows a study is up to whoever runs it: nothing is explained unless they say so.
    const setting: BatterySetting = {
      ...usualBattery(games, (flags.explain ?? flags.locked === undefined) ? 'last' : 'never'),
      against: opponentOf(games, flags.against, flags.people ?? false),
      language: flags.language ?? 'en',
      seed: flags.seed ?? null,
      order: flags.order ?? null,
    };
    // Refused before anything is opened.
    await listedTables(games, setting);
    const people = introductions(peopleIn(setting), { participant, treatment });
    return open({ start: null, battery: setting, session, people, locked: flags.locked, plain, db: file });
  },
});

/** Who the other player is, as it is stored: moralis is moralis:0.5. */
function opponentOf(games: readonly AnyGame[], typed: string | undefined, people: boolean): string {
  if (people) {
    if (typed !== undefined && !isHuman(typed.trim()))
      throw new UserError(
        `--people seats a second person, so nobody else is the other player: leave out --against ${typed}.`,
      );
    return 'human';
  }
  const id = withPoint((typed ?? 'moralis').trim());
  if (isHuman(id)) return 'human';
  if (isModelId(id))
    throw new UserError(
      `A language model is not the other player of a battery: name economicus, moralis, baseline or random; what ${id} does in the same protocols tells "${byHand('profile')}".`,
    );
  const names = new Set(batteryOf(games).protocols.map(({ game }) => game));
  const ids = games.filter(({ name }) => names.has(name)).map((game) => readOfflineAgent(id, game).id);
  return ids[0] ?? id;
}

function readOrder(typed: string): number {
  const order = /^\d{1,6}$/.test(typed.trim()) ? Number(typed) : 0;
  if (order < 1)
    throw new UserError(
      `An order is the number of a participant, a whole number from 1, such as --order 7; got "${typed}".`,
    );
  return order;
}

function readExplained(typed: string): boolean {
  const when = typed.trim().toLowerCase();
  if (when !== 'last' && when !== 'never')
    throw new UserError(
      `A battery is explained after its last protocol or never: --explain last or --explain never; got "${typed}".`,
    );
  return when === 'last';
}
