/** All that the screens show, as one value: a screen can be drawn again from it, live, for a file, or in a test. */
import type { Block } from '../core/blocks.ts';
import type { AnyGame, Names, Seat } from '../core/game.ts';
import type { CallSums, MatchRow, MatchSummary, ParticipantRow, SessionSummary } from '../core/log.ts';
import type { ClassRows } from '../lessons/class-answers.ts';
import type { LessonSummary } from '../lessons/load-lesson.ts';
import type { PreparedLesson } from '../lessons/prepared-lesson.ts';
import type { LessonLeft } from '../lab/lesson-course.ts';
import type { AskState } from './ask/state.ts';
import type { TableSetting } from '../lab/table-setting.ts';
import type { CompareView } from './compare/view.ts';
import type { Lock } from '../lab/lock.ts';
import { kappaOf } from '../lab/debriefing.ts';
import type { OpenQuestion, Finished } from '../lab/finished-match.ts';
import type { Guessed } from '../lab/guess.ts';
import type { PastMatch } from '../lab/match-viewer.ts';
import type { UnfinishedMatch } from '../lab/unfinished.ts';
import type { AtHand, MatchEstimate, Stranger } from '../lab/models.ts';
import type { AtCall, TranscriptCalls } from '../lab/transcript.ts';
import type { CurrentSession } from '../lab/participants.ts';
import type { ProfileView } from './profile/view.ts';
import type { Sequence } from '../lab/battery/sequence.ts';
import type { BatterySetting } from '../lab/battery/setting.ts';
import type { SetUp } from '../lab/set-up.ts';

/** `shown`: what it is called. Unix milliseconds. */
export type Thinking = { readonly shown: string; readonly since: number };

/** The match at the table. */
export type Play = {
  readonly match: MatchRow;
  readonly game: AnyGame;
  readonly config: unknown;
  readonly choice: TableSetting;
  readonly names: readonly Names[];
  /** Questions in the order in which they were put; the first one is on the screen. */
  readonly queue: readonly OpenQuestion[];
  /** The widget of the first question; null behind the curtain. */
  readonly ask: AskState | null;
  /** Who has the keyboard. */
  readonly holder: Seat | null;
  /** The answer on the screen was given and is being written. */
  readonly sent: boolean;
  /** It has been on its way to the disk for a second. */
  readonly saving: boolean;
  /** The turn of the questions in the queue, and whether both people are asked in it: then neither sees the other's entry. */
  readonly turn: number;
  readonly together: boolean;
  /** Choices of people that are on disk. */
  readonly saved: number;
  /** Who thinks, and since when. */
  readonly thinking: readonly Thinking[];
  /** Whole seconds that the first of them has been thinking. */
  readonly waited: number;
  /** Whole minutes that a model is being woken by now, whose cards slept; null: none is. */
  readonly wakes: number | null;
  /** What participants are told of the last question to a model; null: nothing changed for them. */
  readonly said: string | null;
  /** First line of the instructions, where they are looked at again. */
  readonly rules: number | null;
  /** "Leave this match?" is asked. */
  readonly leaving: boolean;
};

/** The table, and the line of it that the cursor stands on. */
export type TableSetter = {
  readonly at: 'set-up';
  readonly form: SetUp;
  readonly line: number;
  /** The screen after a match that it was opened from, to which Esc goes back; absent: home. */
  readonly from?: Screen;
  /** Set for a room: nobody sits down here. */
  readonly hosts?: true;
};

export type SettingsEditor = {
  readonly at: 'settings';
  readonly form: SetUp;
  /** The table that it was opened from. */
  readonly back: TableSetter;
  readonly line: number;
  /** What was typed for each setting that was touched. */
  readonly typed: Readonly<Record<string, string>>;
  readonly problem: string | null;
};

/** Who sits down, as it is typed: a label and a treatment a person, either may stay empty. */
export type PeopleForm = {
  readonly at: 'people';
  readonly typed: readonly { readonly label: string; readonly treatment: string }[];
  /** The field with the cursor: the label of person ⌊line / 2⌋, or its treatment. */
  readonly line: number;
  readonly problem: string | null;
  readonly back: Screen;
};

/** The calls of a match, on the screen. */
export type Transcript = TranscriptCalls & AtCall & { readonly at: 'transcript'; readonly back: Screen };

/** What happened and why, with κ where the opponent's stands until it is moved. */
export type Debriefing = {
  readonly at: 'debrief';
  readonly finished: Finished;
  readonly kappa: number;
  /** The letter of the page in view; null: the first. */
  readonly page: string | null;
  readonly first: number;
  /** What follows: playing on, or the next of several explanations and then the way out. */
  readonly queue: readonly Finished[];
  readonly then: 'again' | AfterTable;
  /** The screen that it was opened from, to which Esc goes back; absent: it came as the table was left. */
  readonly from?: Screen;
};

/** A lesson that is running: at which stop, from 0, and what the class has done in its session. */
export type LessonRun = { readonly prepared: PreparedLesson; readonly stop: number; readonly rows: ClassRows };

/** What comes when a table is left: the table as it was set, home, or somebody else. */
export type AfterTable = 'table' | 'home' | 'next person';

export const debriefing = (
  finished: Finished,
  queue: readonly Finished[],
  then: Debriefing['then'],
  from?: Screen,
): Debriefing => ({
  at: 'debrief',
  finished,
  kappa: kappaOf(finished),
  page: null,
  first: 0,
  queue,
  then,
  ...(from === undefined ? {} : { from }),
});

/** Something is asked before it is done; nothing is marked, and Esc goes back. */
export type Question = {
  readonly at: 'question';
  readonly back: Screen;
} &
  /** Whoever sits here has played this game in this session: as the same person again, or is it somebody else? */
  (
    | { readonly of: 'again'; readonly choice: TableSetting }
    /** The session is to be named: are the matches in it part of it? `since`: when the first began, in Unix milliseconds. */
    | { readonly of: 'belongs'; readonly name: string; readonly matches: number; readonly since: number }
    /** A new session is to begin. */
    | { readonly of: 'afresh'; readonly matches: number }
  );

/** Around the protocols of a battery; `first`: the first line in view. */
export type BatteryStage = { readonly at: 'battery'; readonly first: number } & (
  | { readonly stage: 'instructions'; readonly tables: readonly TableSetting[] }
  /** It was interrupted, or a protocol is to come: which, the battery says. */
  | { readonly stage: 'interrupted' | 'next' }
  /** The last protocol is over. `told`: by seat of the people what is explained; empty: nothing is. */
  | { readonly stage: 'over'; readonly told: readonly (readonly Block[])[]; readonly seat: number }
);

/** A past match that is looked at again: which step of it, and the first line of the answers in view. */
export type MatchViewer = PastMatch & { readonly at: 'look'; readonly step: number; readonly first: number };

export type Screen =
  | { readonly at: 'home' }
  | TableSetter
  | SettingsEditor
  | { readonly at: 'instructions'; readonly choice: TableSetting; readonly first: number; readonly back: Screen | null }
  | { readonly at: 'play' }
  | { readonly at: 'lessons'; readonly lessons: readonly LessonSummary[]; readonly line: number }
  /** Before a lesson begins. `session`: the named one that it would begin in, null: a new one; `left`: where it was left before. */
  | {
      readonly at: 'lesson start';
      readonly prepared: PreparedLesson;
      readonly session: string | null;
      readonly left: LessonLeft | null;
    }
  /** A stop of the lesson that is running. `uncovered`: so many groups of its figure; `hands`: a count that is being typed. */
  | {
      readonly at: 'lesson';
      readonly uncovered: number;
      readonly first: number;
      readonly hands: {
        readonly typed: readonly string[];
        readonly field: number;
        readonly problem: string | null;
      } | null;
    }
  | { readonly at: 'result'; readonly finished: Finished; readonly guessed: Guessed | null; readonly first: number }
  | {
      readonly at: 'guess';
      readonly finished: Finished;
      readonly option: number | null;
      readonly confidence: string;
      readonly field: 'which' | 'how sure';
      readonly problem: string | null;
    }
  | Debriefing
  | Question
  | BatteryStage
  | { readonly at: 'curtain'; readonly choice: TableSetting | null; readonly back: Screen }
  /** The word that will open the lab again is set. */
  | {
      readonly at: 'lock';
      readonly choice: TableSetting;
      /** What everybody goes through instead of that one table. */
      readonly battery?: BatterySetting;
      readonly typed: string;
      readonly problem: string | null;
      readonly back: Screen;
    }
  /** The word is asked for, to open the lab or to let the next person in. */
  | {
      readonly at: 'word';
      readonly typed: string;
      readonly then: 'open' | 'next person';
      readonly problem: string | null;
      readonly back: Screen;
    }
  /** A participant in a locked lab is done, or a match waits to be gone on with. */
  | { readonly at: 'closing' }
  | { readonly at: 'sessions'; readonly sessions: readonly SessionSummary[]; readonly line: number }
  | {
      readonly at: 'session';
      readonly session: SessionSummary;
      /** What was asked of language models in it. */
      readonly calls: CallSums;
      /** Whether what agents did in it was judged: `homines profile`. */
      readonly profile: boolean;
      readonly people: readonly ParticipantRow[];
      readonly matches: readonly MatchSummary[];
      readonly line: number;
    }
  | MatchViewer
  | {
      readonly at: 'name';
      readonly session: string;
      readonly typed: string;
      readonly back: 'home' | 'sessions' | 'session';
    }
  | PeopleForm
  /** Servers that a model was chosen of and nobody has trusted yet; `then` is what was wanted. */
  | { readonly at: 'trust'; readonly strangers: readonly Stranger[]; readonly then: Screen }
  | { readonly at: 'models'; readonly line: number; readonly first: number }
  | Transcript
  /** A match that ended unpaid, because a model had no answer. */
  | {
      readonly at: 'unpaid';
      readonly match: MatchRow;
      readonly game: AnyGame;
      readonly choice: TableSetting;
      readonly sentence: string;
      readonly saved: number;
    }
  | { readonly at: 'compare'; readonly view: CompareView; readonly back: Screen }
  /** An earlier profile. */
  | { readonly at: 'profile'; readonly view: ProfileView; readonly back: Screen }
  /** `lost`: why what was acknowledged can no longer be found, where it cannot. */
  | {
      readonly at: 'trouble';
      readonly sentence: string;
      readonly match: string | null;
      readonly lost: string | null;
    }
  /** A locked lab was cut off in the middle of a match. */
  | { readonly at: 'cut off'; readonly match: string };

export type At = Screen['at'];
export type ScreenAt<K extends At> = Extract<Screen, { readonly at: K }>;

export type LabState = {
  readonly columns: number;
  readonly rows: number;
  readonly file: string;
  readonly games: readonly AnyGame[];
  readonly screen: Screen;
  /** The entry of home that the cursor stands on; null, and one that is not there: the first. */
  readonly entry: string | null;
  /** The table of each entry of home as it was set last. */
  readonly tables: Readonly<Record<string, SetUp>>;
  /** Participants have the keyboard, and one table. */
  readonly lock: Lock | null;
  /** The lab is to be locked as soon as a table is set. */
  readonly toLock: boolean;
  readonly play: Play | null;
  /** What a battery is to be, once one is wanted, and the one that is gone through; null: nobody has begun it. */
  readonly battery: { readonly setting: BatterySetting; readonly sequence: Sequence | null } | null;
  /** The lesson that is running; null: none is. */
  readonly lesson: LessonRun | null;
  readonly current: CurrentSession;
  /** The latest match of this session that can be continued, and how many choices of people it has. */
  readonly unfinished: UnfinishedMatch | null;
  /** Matches that were begun in this session: what Compare looks at. */
  readonly matches: number;
  /** Where players stand among people and theory, by match and seat, as far as it was read (`standing.ts`). */
  readonly standings: Readonly<Record<string, readonly Block[]>>;
  /** Matches played at this table whose explanations wait for the last. */
  readonly waiting: readonly Finished[];
  /** First line of the help of this screen, while it is open. */
  readonly help: number | null;
  readonly atHand: AtHand;
  /** What one match at the table that is being set will take, once it is known. `table`: which one. */
  readonly estimate: { readonly table: string; readonly estimate: MatchEstimate } | null;
  /** What became of the last question to a model, for the experimenter; null: none was asked. */
  readonly minute: string | null;
  /** Why theory plays in the place of a model at the table that was set last, for whoever sets it; null: none does. */
  readonly instead: string | null;
  /** USD that this session's calls have cost; null: a price is not known. */
  readonly spent: number | null;
  /** One passing line, until the next key. */
  readonly notice: string | null;
};
