/** Who is who on a screen of a match: marks, names, and the words of its title. */
import { counted } from '../../core/format.ts';
import { tallied } from '../../core/seat-groups.ts';
import { marksFor, type MarkOf } from '../../show/marks.ts';
import type { AnyGame, Heading, Names, Seat } from '../../core/game.ts';
import type { MatchRow, SeatRow } from '../../core/log.ts';
import { glyphOf } from '../../show/marks.ts';
import { peopleOf, type TableSetting, seated, seatOf } from '../../lab/table-setting.ts';
import { readOfflineAgent, withoutAsk } from '../../agents/offline.ts';
import { type AtHand, isModelId, modelAtHand, modelLabel } from '../../lab/models.ts';
import { called } from '../../lab/participants.ts';
import { seatLabels } from '../../lab/seat-labels.ts';
import type { LabState } from '../state.ts';
import { fitting, type Titles } from './screen.ts';
import { human } from '../../agents/human.ts';

type SeatLook = Pick<SeatRow, 'kind' | 'label' | 'shown'>;

/** One label a seat: 'other' where it is not disclosed. */
const labelsOf = (rows: readonly SeatLook[], open: boolean): readonly string[] =>
  rows.map((row) => (row.kind === 'human' ? 'human' : open ? row.label : 'other'));

/** The marks of one seat's screen. */
export const seenAt = (rows: readonly SeatLook[], open: boolean, names: Names): MarkOf =>
  marksFor(seatLabels(rows, open, names), names);

/** The table as it will be, before anybody sits: for instructions. */
export function preview(
  choice: TableSetting,
  atHand: AtHand,
): {
  readonly names: Names;
  readonly seen: MarkOf;
  readonly rows: readonly SeatRow[];
  readonly me: Seat;
  readonly disclosed: boolean;
} {
  const nobody = human(() => Promise.reject(new Error('nobody sits here yet')));
  const read = (id: string) => {
    if (!isModelId(id)) return readOfflineAgent(id, choice.game);
    return { ...nobody, id, label: modelLabel(id, atHand), kind: 'model' as const };
  };
  const codes = Array.from({ length: peopleOf(choice) }, () => '');
  const { rows, names, disclosed } = seated(choice, 0, codes, () => nobody, read);
  const me = seatOf(choice);
  return { names: names[me]!, seen: seenAt(rows, disclosed, names[me]!), rows, me, disclosed };
}

/**
 * " · against ▲ moralis", "… ▲ moralis, ◇ player 3" where there are two, "… ▲ 3 moralis, ◇ 6 people" of more; nothing where
 * everybody answers alone. Where it is told who sits where, a model of our own tuning that is not proved to be one is never
 * named without that.
 */
export function against(
  game: AnyGame,
  config: unknown,
  rows: readonly SeatRow[],
  open: boolean,
  me: Seat,
  atHand: AtHand,
): string {
  if (game.seats(config).least < 2) return '';
  const labels = labelsOf(rows, open).map((label) => (open ? label : 'other'));
  const others = rows.flatMap((row, seat) =>
    seat === me ? [] : [calledHere(row, labels[seat]!, open, rows.length > 2, atHand)],
  );
  if (others.length <= 2) return others.length === 0 ? '' : ` · against ${others.join(', ')}`;
  if (!open) return ` · against ${others.length} others`;
  const kinds = tallied(labels.toSpliced(me, 1)).map(([label, count]) => {
    const standings = rows.filter((row) => row.label === label).map((row) => standingIn(row, atHand));
    return `${glyphOf(label === 'human' ? 'human 2' : label)} ${kindWords(label, count)}${standings.find((one) => one !== '') ?? ''}`;
  });
  return ` · against ${kinds.join(', ')}`;
}

/** " (not a tuned model)", which proof it was stands where the table is set; nothing of any other seat. */
function standingIn({ kind, id }: SeatRow, atHand: AtHand): string {
  const standing = kind === 'model' ? modelAtHand(id, atHand)?.standing : undefined;
  return standing === undefined ? '' : ` (${standing.split(':')[0]})`;
}

const kindWords = (label: string, count: number): string =>
  label === 'human' ? counted(count, 'person', 'people') : count === 1 ? label : `${count} ${label}`;

function calledHere(row: SeatRow, label: string, open: boolean, several: boolean, atHand: AtHand): string {
  // How it is asked is nothing to whoever plays against it.
  const id = withoutAsk(row.id);
  if (row.kind === 'model' && open)
    return `${glyphOf(label)} ${withoutAsk(row.label) === id ? id : `${row.label} · ${id}`}${standingIn(row, atHand)}`;
  const name = several || !open || row.kind === 'human' ? row.shown : row.label;
  return `${glyphOf(label === 'human' ? 'human 2' : label)} ${name}`;
}

/** The title of a match, and what stands at its right: what matters least gives way where the window is narrow. */
export function titles(
  state: LabState,
  title: string,
  { about, where, whereShort }: Heading,
  versus: string,
  participant: string | null,
): Titles {
  const on = about === '' ? '' : ` · ${about}`;
  const you =
    participant === null || versus === '' ? where : `you: ${called(participant, state.current.people)} · ${where}`;
  return fitting(state, [
    { title: title + on + versus, right: you },
    { title: title + on + versus, right: where },
    { title: title + on + versus, right: whereShort ?? where },
    ...(versus === '' ? [] : [{ title: title + versus, right: where }]),
    { title: title + on, right: where },
    { title: title + on, right: whereShort ?? where },
  ]);
}

/** A model of the cast without its id; what it is proved to be stays. */
export const shorter = (versus: string): string =>
  versus.replace(/^( · against .) (.+?) · .*?( \([^()]*\))?$/u, '$1 $2$3');

/** How many people sit at this keyboard. */
export const countPeople = ({ seats }: Pick<MatchRow, 'seats'>): number =>
  seats.filter(({ kind }) => kind === 'human').length;
