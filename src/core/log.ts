/**
 * The rows of the log and the small interface that keeps them. The log is the product: insert only, and enough to play
 * every match again. Analysis, exports and training sets read rows, never live state.
 *
 * Times are Unix milliseconds. Codes are 8 lower-case letters, unique across databases.
 */
import type { Distribution } from './distribution.ts';
import type { EventRow } from './events.ts';
import type { Answer } from './game.ts';
import type { NoAnswer } from './no-answer.ts';
import type { Presentation } from './presentation.ts';
import type { Lineage, ServedModel } from './served-model.ts';
import type { Wire } from './wire.ts';

export type { EventRow } from './events.ts';

/** Who can take a seat: a person, theory, a stand-in, a language model, a script. */
export type AgentKind = 'human' | 'theory' | 'standin' | 'model' | 'script';

/** A class, a sitting, a batch: whatever was begun at once. */
export type SessionRow = {
  readonly code: string;
  /** lab: people at a keyboard, a rehearsal until it is named. run: headless, named from the start. */
  readonly kind: 'lab' | 'run';
  readonly seed: number;
  readonly version: string;
  readonly startedAt: number;
};

/** A person, within one session. `label`: what the person is called, or a line of a roster; null where nobody said. */
export type ParticipantRow = {
  readonly code: string;
  readonly session: string;
  readonly label: string | null;
  readonly treatment: string | null;
  readonly joinedAt: number;
};

/** Who sat where. `label` and `id` differ when a cast binds a label to a model; `shown` is the name on the others' screens. */
export type SeatRow = {
  readonly label: string;
  readonly kind: AgentKind;
  readonly id: string;
  readonly shown: string;
  readonly participant: string | null;
  /**
   * What this seat had to try answers with, where the settings offer it: a person a calculator, a model a table in its prompt.
   * Absent for others, and in matches from before there were tables: then a model was told of a calculator and had none.
   */
  readonly whatIfs?: 'calculator' | 'table';
  /**
   * How a model is asked where that is not for JSON: the bare answer, probabilities (decision), or probabilities with numbers
   * on the game's grid. Absent for others, and in matches from before there were several ways.
   */
  readonly ask?: 'words' | 'decision' | 'grid';
  /**
   * Whether a model was told what to expect of the others, as theory in its place would: then that is its belief, and nothing is
   * supposed. Absent for others.
   */
  readonly expects?: true;
};

/** One game played once by those who sat down: enough, with its answers, to play it again. */
export type MatchRow = {
  readonly code: string;
  readonly session: string;
  readonly game: string;
  readonly version: number;
  /** With defaults filled in, as `game.config` parsed it. */
  readonly config: unknown;
  readonly seed: number;
  readonly language: string;
  readonly wording: string;
  readonly seats: readonly SeatRow[];
  /** Whether the seats knew who the others were. */
  readonly disclosed: boolean;
  readonly startedAt: number;
  /** How its questions are put, where chance does not decide it; null: as the game puts them. */
  readonly presentation: Presentation | null;
};

/** One answer to one question. Times are Unix milliseconds, `ms` and those of `marks` milliseconds since the question was shown. */
export type DecisionRow = {
  readonly match: string;
  /** How many times the rules had been applied before: from 0. */
  readonly turn: number;
  readonly seat: number;
  readonly key: string;
  /** Place within the seat's group of questions, from 0. */
  readonly position: number;
  /** 0 for the first answer to this question; an answer given again after going back replaces it and counts up. */
  readonly revision: number;
  readonly role: string;
  readonly round: number;
  readonly practice: boolean;
  readonly answer: Answer;
  readonly shownAt: number | null;
  readonly answeredAt: number;
  readonly ms: number | null;
  readonly marks: readonly (readonly [ms: number, mark: string])[] | null;
  /** The options in the order shown, where it is a choice. */
  readonly options: readonly string[] | null;
  readonly because: string | null;
  readonly notes: Readonly<Record<string, string>> | null;
  /** chosen: by the agent itself; repaired: at the second try; substituted: by the stand-in; forced: set from outside. */
  readonly source: 'chosen' | 'repaired' | 'substituted' | 'forced';
  /** What the answer was drawn from, by the match's own chance, where a model told its probabilities. */
  readonly distribution: Distribution | null;
};

/** How an answer was read: from the object asked for, as bare words, from a last sentence that says nothing else, or as probabilities. */
export type AnswerReading = 'json' | 'words' | 'last sentence' | 'probabilities';

/** A call to a model, written when the reply arrives, before any decision exists. */
export type CallRow = {
  readonly match: string;
  readonly turn: number;
  readonly seat: number;
  /** Of the decision that was asked for: several questions may be one turn. */
  readonly key: string;
  /** Among the calls of one decision, from 0. */
  readonly attempt: number;
  readonly provider: string;
  /** The model that was asked, as the provider calls it. */
  readonly model: string;
  /** The model that answered, as the server says; null: it does not say, or nothing came. */
  readonly served: string | null;
  readonly request: string;
  readonly response: string;
  readonly outcome: 'answered' | 'repaired' | NoAnswer;
  /** How the answer was read; null: there is none, or an older program read it. */
  readonly reading: AnswerReading | null;
  /** By how many places the options were turned from their canonical order, where probabilities were asked for; null: words were. */
  readonly rotation: number | null;
  /** Settings that were to be sent and were not, as the server refuses them: temperature, response_format, system role. */
  readonly leftOut: readonly string[];
  readonly tokensIn: number | null;
  readonly tokensOut: number | null;
  readonly cost: number | null;
  readonly ms: number;
  readonly at: number;
};

/** How a match ended; a match that can be resumed has none. */
export type EndingRow = {
  readonly match: string;
  readonly how: 'finished' | 'left' | 'unpaid' | 'failed';
  readonly at: number;
};
/** What a seat earned in the whole match, in points of the game. */
export type PayoffRow = { readonly match: string; readonly seat: number; readonly points: number };

/**
 * A show of hands: so many were raised for an answer to a question, as a game with these settings asks it or as the room was asked.
 * It is drawn and never tested. A correction is a new row: of the same question and answer the latest holds.
 */
export type TallyRow = {
  readonly session: string;
  readonly game: string;
  readonly config: unknown;
  readonly key: string;
  readonly answer: Answer;
  readonly count: number;
};

/** A tuned model as it was served from some moment on; what may be said of it later is a new row. `at`: Unix milliseconds. */
export type TuningRow = Lineage & { readonly at: number };

/** A row with the table that it belongs to. */
export type LogRow =
  | { readonly table: 'session'; readonly row: SessionRow }
  | { readonly table: 'participant'; readonly row: ParticipantRow }
  | { readonly table: 'match'; readonly row: MatchRow }
  | { readonly table: 'decision'; readonly row: DecisionRow }
  | { readonly table: 'call'; readonly row: CallRow }
  | { readonly table: 'ending'; readonly row: EndingRow }
  | { readonly table: 'payoff'; readonly row: PayoffRow }
  | { readonly table: 'tally'; readonly row: TallyRow }
  | { readonly table: 'event'; readonly row: EventRow }
  | { readonly table: 'tuning'; readonly row: TuningRow };

/** A session as lists show it. `name` is null for a rehearsal. */
export type SessionSummary = SessionRow & {
  readonly name: string | null;
  readonly matches: number;
  /** Choices of people and models; of a run all choices, whoever's. */
  readonly decisions: number;
  readonly people: number;
  readonly lastAt: number;
};

/** A match as lists show it. `ending` is null while it can be resumed. */
export type MatchSummary = MatchRow & {
  readonly ending: EndingRow['how'] | null;
  readonly decisions: number;
  readonly payoffs: readonly PayoffRow[];
  readonly lastAt: number;
};

/** An answer that a resumed or replayed match already has, in the order in which it was given. */
export type StoredAnswer = Pick<
  DecisionRow,
  'turn' | 'seat' | 'key' | 'position' | 'answer' | 'because' | 'notes' | 'source' | 'distribution'
>;

/** Matches are listed in the order in which they began. `after` and `limit` give a long list in pieces. */
export type MatchFilter = {
  readonly session?: string;
  readonly game?: string;
  readonly unfinished?: true;
  readonly participant?: string;
  /** Only those that began after this match. */
  readonly after?: string;
  /** At most so many. */
  readonly limit?: number;
};

/** What the calls of a session came to. */
export type CallSums = {
  readonly calls: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  /** USD; null where something was paid whose price is unknown. */
  readonly cost: number | null;
  /** How each question to a model ended, counted; a question that a resumed match will ask again is not among them. */
  readonly outcomes: Readonly<Record<CallRow['outcome'], number>>;
};

/** What is asked of a model: an answer that it writes, or the probabilities of all. */
export type AnswerKind = 'written' | 'probabilities';

/** What the latest answers of a model were like, on average. */
export type CallMeans = {
  readonly answers: number;
  /** null: they came in batches. */
  readonly ms: number | null;
  readonly tokensIn: number | null;
  readonly tokensOut: number | null;
};

/**
 * What may be asked of a log at any time, of the window that plays as of the one that looks on. Every answer is as it is
 * committed at the moment of asking; a long reading that must be of one moment is a `LogReader`'s (log-reader.ts). A
 * promise rejects with a UserError that says what to do where the log cannot be read.
 */
export interface LogQuestions {
  /** What the log is called where something is said of it: the name of its file, as it was given. */
  readonly file: string;
  /** All sessions in the order in which they began, each with what is counted of it. */
  sessions(): Promise<readonly SessionSummary[]>;
  /** The session of this code; null where there is none. */
  session(code: string): Promise<SessionSummary | null>;
  /** The people of a session, by its code, in the order in which they joined. */
  participants(session: string): Promise<readonly ParticipantRow[]>;
  /** The matches of a filter in the order in which they began. */
  matches(filter: MatchFilter): Promise<readonly MatchSummary[]>;
  /** The match of this code; null where there is none. */
  match(code: string): Promise<MatchSummary | null>;
  /** The answers of a match in the order in which they were given, those that a later one replaced among them. */
  decisions(match: string): Promise<readonly DecisionRow[]>;
  /** The calls to models, in the order in which their answers arrived. */
  calls(match: string): Promise<readonly CallRow[]>;
  /** Over all calls of a session, by its code; zeros where there were none. */
  callSums(session: string): Promise<CallSums>;
  /** Who answered the calls of a session, and what was left out of them: each that differs once, in no order. */
  servedModels(session: string): Promise<readonly ServedModel[]>;
  /** Every tuned model that was seated with this log, in the order in which that was stored. */
  tunings(): Promise<readonly TuningRow[]>;
  /** The codes of the sessions in whose matches this model sat, however it was asked and told, from one moment on until before another (Unix milliseconds). */
  sessionsOfModel(id: string, from: number, until: number): Promise<readonly string[]>;
  /** Over the last answers in this log, of one kind; null where this model has given none of them. */
  callMeans(provider: string, model: string, kind: AnswerKind): Promise<CallMeans | null>;
  /** What each seat earned, in points of the game, by seat; none until the match has ended. */
  payoffs(match: string): Promise<readonly PayoffRow[]>;
  /** Every show of hands that was counted in a session, corrections after what they correct. */
  tallies(session: string): Promise<readonly TallyRow[]>;
  /** What else happened in a session, in the order in which it was stored. */
  events(session: string): Promise<readonly EventRow[]>;
}

/** What belongs to one program at a time. */
export type Hold = {
  /** Gives it back; a second time does nothing. */
  release(): void;
  /**
   * Aborted when it is gone though nobody gave it back, as where the line to a database broke: whoever plays then stops, since
   * another program may go on. Absent where that cannot happen, as with files.
   */
  readonly lost?: AbortSignal;
};

/**
 * Where rows are kept. A promise resolves when the rows are committed to disk, never before. Writing waits and tries
 * again while another process holds the file; it rejects with a UserError that says what to do when it cannot succeed.
 */
export interface Store extends LogQuestions {
  /** Commits these rows together, all or none. */
  record(rows: readonly LogRow[]): Promise<void>;
  /**
   * The code of the lab session that goes by this name; where there is none, `fresh` is stored under it. Processes that
   * ask at once are given one session.
   */
  openSession(name: string, fresh: SessionRow): Promise<string>;
  /** The participant of this session with this label; where there is none, `fresh` is stored. Atomic, too. */
  openParticipant(fresh: ParticipantRow & { readonly label: string }): Promise<ParticipantRow>;
  /**
   * Holds a session, or a match, by its code, for whoever plays it: until it is released, or this program ends in whatever
   * way, nobody else can. null: somebody else holds it. `within`: what this program holds already, and without which nobody would
   * hold this: a match of a room whose room it holds. Then nothing but this program is asked, where asking is dear, as with files.
   */
  hold(code: string, within?: Hold): Promise<Hold | null>;
  /** What programs that share this log say to each other: nothing of it is kept. */
  readonly wire: Wire;
  /** Why what was acknowledged can no longer be found under the name of the file, in a sentence; null: it can. */
  trouble(): string | null;
  close(): void;
}
