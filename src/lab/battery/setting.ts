/** A battery before anybody sits down: what is decided of it, its tables, how long they take, and how many people they seat. */
import type { AnyGame } from '../../core/game.ts';
import { peopleOf, type TableSetting } from '../table-setting.ts';
import { type Battery, batteryOf, gamesIn, type ProtocolTable, tablesOf } from './protocols.ts';
import { READING } from './size.ts';

/** What is decided before anybody sits down. */
export type BatterySetting = {
  readonly battery: Battery;
  /** An agent's id, or `human` for another person at this keyboard. */
  readonly against: string;
  readonly language: string;
  /** Whether it is explained after the last protocol. */
  readonly explained: boolean;
  /** From which orders and matches are drawn; null: what the session's earlier batteries had, else a new one. */
  readonly seed: number | null;
  /** Of which participant, from 1, everybody has the order; null: the first has the first, and so on. */
  readonly order: number | null;
};

/** The eighteen protocols against moralis, as they are asked where nothing else is said. */
export const usualBattery = (games: readonly AnyGame[], explain: 'last' | 'never'): BatterySetting => ({
  battery: batteryOf(games),
  against: 'moralis:0.5',
  language: 'en',
  explained: explain === 'last',
  seed: null,
  order: null,
});

/** About how long these protocols take a person, in whole minutes. */
export const minutesThrough = (tables: readonly Pick<TableSetting, 'game' | 'config'>[]): number =>
  Math.round(READING + tables.reduce((sum, { game, config }) => sum + game.minutes(config), 0));

/** How many people sit down for a battery. */
export const peopleIn = ({ against }: Pick<BatterySetting, 'against'>): number => peopleOf({ against: [against] });

/** The tables of a battery as it is listed, in the language that participants read. Throws a UserError where one cannot be set. */
export async function listedTables(
  games: readonly AnyGame[],
  { battery, language, against }: Pick<BatterySetting, 'battery' | 'language' | 'against'>,
): Promise<readonly TableSetting[]> {
  const spoken = await gamesIn(games, battery, language);
  return tablesOf(spoken, battery.settings, battery.protocols).map((table) => tableOf(table, against, null));
}

/** A protocol as a table that people sit down at. */
export const tableOf = ({ of, preset, config }: ProtocolTable, against: string, seed: number | null): TableSetting => ({
  ...{ game: of, config, preset, role: roleDrawn(of), against: [against], explain: 'never', seed },
});

/** The role of a table where a lot decides who moves first. */
const roleDrawn = ({ roles }: AnyGame): string =>
  (roles.find(({ config }) => Object(config).roles === 'drawn') ?? roles[0])?.name ?? '';
