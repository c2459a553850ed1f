/** Which screen the state shows. */
import type { LabState } from '../state.ts';
import { compareScreenOfLab } from '../compare/draw.ts';
import { curtain } from './curtain.ts';
import { debrief } from './debrief.ts';
import { guess } from './guess.ts';
import { home } from './home.ts';
import { instructions } from './instructions.ts';
import { look } from './look.ts';
import { models } from './models.ts';
import { name } from './name.ts';
import { people } from './people.ts';
import { play } from './play.ts';
import { profileInLab } from '../profile/screen.ts';
import { result } from './result.ts';
import { session, sessions } from './sessions.ts';
import { setUp } from './set-up.ts';
import { settings } from './settings.ts';
import type { Shown } from './screen.ts';
import { transcript } from './transcript.ts';
import { trouble } from './trouble.ts';
import { trust } from './trust.ts';
import { unpaid } from './unpaid.ts';

export function shownOf(state: LabState): Shown {
  const { screen } = state;
  switch (screen.at) {
    case 'home':
      return home(screen, state);
    case 'set-up':
      return setUp(screen, state);
    case 'settings':
      return settings(screen, state);
    case 'instructions':
      return instructions(screen, state);
    case 'play':
      return play(state);
    case 'result':
      return result(screen, state);
    case 'guess':
      return guess(screen);
    case 'debrief':
      return debrief(screen, state);
    case 'curtain':
      return curtain(screen);
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
  }
}
