/** Which screen the state shows. */
import { memo } from '../../core/memo.ts';
import type { LabState } from '../state.ts';
import { battery } from './battery.ts';
import { compareScreenOfLab } from '../compare/draw.ts';
import { curtain } from './curtain.ts';
import { debrief } from './debrief.ts';
import { guess } from './guess.ts';
import { home } from './home.ts';
import { instructions } from './instructions.ts';
import { lesson, lessons, lessonStart } from './lesson.ts';
import { closing, cutOff, lock, word } from './lock.ts';
import { look } from './look.ts';
import { models } from './models.ts';
import { name } from './name.ts';
import { people } from './people.ts';
import { play } from './play.ts';
import { forParticipants } from '../participant-keys.ts';
import { profileInLab } from '../profile/screen.ts';
import { question } from './question.ts';
import { result } from './result.ts';
import { session, sessions } from './sessions.ts';
import { setUp } from './set-up.ts';
import { settings } from './settings.ts';
import type { Shown } from './screen.ts';
import { transcript } from './transcript.ts';
import { trouble } from './trouble.ts';
import { trust } from './trust.ts';
import { unpaid } from './unpaid.ts';

/** The screen that the state shows, with the keys that it has for whoever sits there: worked out once, for its keys and for what draws it. */
export const shownOf = memo((state: LabState): Shown =>
  state.lock === null ? screenOf(state) : forParticipants(screenOf(state), state),
);

function screenOf(state: LabState): Shown {
  const { screen } = state;
  switch (screen.at) {
    case 'home':
      return home(state);
    case 'set-up':
      return setUp(screen, state);
    case 'settings':
      return settings(screen, state);
    case 'instructions':
      return instructions(screen, state);
    case 'play':
      return play(state);
    case 'lessons':
      return lessons(screen, state);
    case 'lesson start':
      return lessonStart(screen, state);
    case 'lesson':
      return lesson(screen, state);
    case 'result':
      return result(screen, state);
    case 'guess':
      return guess(screen);
    case 'debrief':
      return debrief(screen, state);
    case 'battery':
      return battery(screen, state);
    case 'curtain':
      return curtain(screen, state);
    case 'sessions':
      return sessions(screen, state);
    case 'session':
      return session(screen, state);
    case 'look':
      return look(screen, state);
    case 'compare':
      return compareScreenOfLab(screen, state);
    case 'profile':
      return profileInLab(screen, state);
    case 'name':
      return name(screen);
    case 'people':
      return people(screen, state);
    case 'trust':
      return trust(screen, state);
    case 'models':
      return models(screen, state);
    case 'transcript':
      return transcript(screen, state);
    case 'unpaid':
      return unpaid(screen, state);
    case 'trouble':
      return trouble(screen, state);
    case 'question':
      return question(screen, state);
    case 'lock':
      return lock(screen, state);
    case 'word':
      return word(screen);
    case 'closing':
      return closing(screen);
    case 'cut off':
      return cutOff(screen);
  }
}
