/** What a key can ask for. Screens name it; `lab.ts` does it: the one place where something happens. */
import type { LessonLeft } from '../lab/lesson-course.ts';
import type { PreparedLesson } from '../lessons/prepared-lesson.ts';
import type { AskAction } from './ask/state.ts';
import type { DecisionPlace } from '../match/calls.ts';
import type { BatterySetting } from '../lab/battery/setting.ts';
import type { TableSetting } from '../lab/table-setting.ts';
import type { CompareAsk, CompareView } from './compare/view.ts';
import type { Ask, CastLabel } from '../match/agent.ts';
import type { Finished } from '../lab/finished-match.ts';
import type { AfterTable, PeopleForm, Screen } from './state.ts';

export type Action =
  /** Another screen, or the same one with other contents. */
  | { readonly type: 'show'; readonly screen: Screen }
  /** One passing line. */
  | { readonly type: 'say'; readonly words: string }
  | { readonly type: 'home' }
  /** The cursor of home stands on this entry. */
  | { readonly type: 'point'; readonly entry: string }
  /** A match at this table begins. `as`: whoever sits there has played it before, and said who it is now. */
  | { readonly type: 'play'; readonly choice: TableSetting; readonly as?: 'the same person' }
  | { readonly type: 'continue'; readonly match: string }
  | { readonly type: 'ask'; readonly action: AskAction }
  /** The next of two people has the keyboard. */
  | { readonly type: 'lift curtain' }
  /** The instructions during play, from this line; null: back to the question. */
  | { readonly type: 'rules'; readonly first: number | null }
  /** The stand-in gives the answer that a model is thinking about. */
  | { readonly type: 'stand in' }
  /** `from`: the decision whose call comes first; left out: the first call. */
  | { readonly type: 'transcript'; readonly match: string; readonly back: Screen; readonly from?: DecisionPlace }
  /** What agents did in a session, row by row; Esc goes back to this screen. */
  | { readonly type: 'profile'; readonly session: string; readonly back: Screen }
  /** Binds a label of the cast to a model; null: to its theory. */
  | { readonly type: 'bind'; readonly label: CastLabel; readonly id: string | null }
  /** Says how a model is asked where nothing else is said. */
  | { readonly type: 'ask as'; readonly id: string; readonly ask: Ask }
  /** Whether these servers may be asked, with the keys that the folder names. */
  | { readonly type: 'trust'; readonly names: readonly string[]; readonly yes: boolean; readonly then: Screen }
  | { readonly type: 'leaving'; readonly asked: boolean }
  | { readonly type: 'leave' }
  | { readonly type: 'guess'; readonly finished: Finished; readonly guess: string; readonly confidence: number }
  /** The table is left: explanations that waited come first. */
  | { readonly type: 'end'; readonly then: AfterTable }
  | { readonly type: 'curtain' }
  | { readonly type: 'next person'; readonly choice: TableSetting | null }
  /** A battery: its instructions, or where it was interrupted. */
  | { readonly type: 'battery'; readonly setting: BatterySetting }
  /** It begins; its next protocol is played; after a mishap it stands where it stood; somebody else begins one. */
  | { readonly type: 'protocols'; readonly go: 'begin' | 'on' | 'again' | 'another' }
  /** Participants get the keyboard, at this table or for a battery; this word opens the lab again. */
  | {
      readonly type: 'lock';
      readonly word: string;
      readonly choice: TableSetting;
      readonly battery?: BatterySetting;
      readonly from: Screen;
    }
  /** The word that was asked for. */
  | { readonly type: 'word' }
  /** The list, with the cursor on this session. */
  | { readonly type: 'sessions'; readonly on?: string }
  /** One session, with the cursor on this match. */
  | { readonly type: 'session'; readonly session: string; readonly on?: string }
  /** An earlier session goes on. */
  | { readonly type: 'make current'; readonly session: string }
  | { readonly type: 'look'; readonly match: string }
  | {
      readonly type: 'name';
      readonly session: string;
      readonly name: string;
      readonly back: 'home' | 'sessions' | 'session';
      /** Whether what is in the session already belongs to it; left out: that is asked where it matters. */
      readonly belongs?: boolean;
    }
  /** Says who sits down, as the form has it. */
  | { readonly type: 'introduce'; readonly form: PeopleForm; readonly then: Screen }
  /** A new session. `sure`: it was asked already. */
  | { readonly type: 'start afresh'; readonly sure?: true }
  /** People, agents and published results side by side; Esc goes back to this screen. */
  | { readonly type: 'compare'; readonly back: Screen }
  | { readonly type: 'compared'; readonly view: CompareView; readonly ask?: CompareAsk; readonly say?: string }
  /** The list of lessons; one of them by its name. */
  | { readonly type: 'lessons' }
  | { readonly type: 'lesson'; readonly name: string }
  /** With a class, as a rehearsal, or where it was left. */
  | {
      readonly type: 'begin lesson';
      readonly prepared: PreparedLesson;
      readonly how: 'class' | 'rehearsal' | LessonLeft;
    }
  /** To this stop of the lesson, from 0. */
  | { readonly type: 'stop'; readonly stop: number }
  /** The table of this stop. */
  | { readonly type: 'lesson table' }
  /** Raised hands, a count an option. */
  | { readonly type: 'count hands'; readonly counts: readonly number[] }
  | { readonly type: 'leave lesson' }
  | { readonly type: 'help'; readonly first: number | null }
  | { readonly type: 'save screen' }
  | { readonly type: 'quit' };
