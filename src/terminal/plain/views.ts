/** Every screen as a reading, from the same state and the same actions as the drawn one. */
import type { Action } from '../actions.ts';
import type { LabState } from '../state.ts';
import { playView } from './play.ts';
import { type View, view } from './view.ts';
import { debrief, guess, result } from './after.ts';
import { compareReading } from '../compare/draw.ts';
import { home, instructions, peopleView, questionView, settings, setUp } from './before.ts';
import { modelsView, transcriptView, trustView, unpaidView } from './models.ts';
import { lessonsView, lessonStartView, lessonView } from './lesson.ts';
import { look, session, sessions } from './past.ts';
import { batteryView } from './battery.ts';
import { standingOf } from '../standing.ts';
import { keptWords } from '../screens/trouble.ts';
import { profileAloud } from '../profile/words.ts';

export function viewOf(state: LabState): View {
  const { screen } = state;
  switch (screen.at) {
    case 'home':
      return home(state);
    case 'set-up':
      return setUp(screen, state);
    case 'settings':
      return settings(screen);
    case 'instructions':
      return instructions(screen, state);
    case 'play':
      return playView(state);
    case 'lessons':
      return lessonsView(screen);
    case 'lesson start':
      return lessonStartView(screen);
    case 'lesson':
      return lessonView(screen, state);
    case 'result':
      return result(screen);
    case 'guess':
      return guess(screen.finished);
    case 'debrief':
      return debrief(screen, standingOf(state, screen.finished));
    case 'battery':
      return batteryView(screen, state);
    case 'curtain':
      return {
        ...view(
          ['Pass the keyboard. What was played before is kept.'],
          [
            { key: '', does: 'when the next person sits', actions: [{ type: 'next person', choice: screen.choice }] },
            { key: 'b', does: 'if nobody else plays', actions: [{ type: 'show', screen: screen.back }] },
          ],
        ),
        clears: true,
      };
    case 'sessions':
      return sessions(screen, state);
    case 'session':
      return session(screen, state);
    case 'look':
      return look(screen);
    case 'name': {
      const back: Action = screen.back === 'home' ? { type: 'home' } : { type: 'sessions' };
      return view(
        [
          'A session is a rehearsal until it is named. Name it for what it is, such as class of 24 Nov; never after a person.',
        ],
        [{ key: '', does: 'alone goes back', actions: [back] }],
        'Type a name and Enter.',
        (typed) => [{ type: 'name', session: screen.session, name: typed.slice(0, 40), back: screen.back }],
      );
    }
    case 'compare':
      return compareReading(screen);
    case 'profile':
      return profileAloud(screen);
    case 'people':
      return peopleView(screen);
    case 'trust':
      return trustView(screen);
    case 'models':
      return modelsView(state);
    case 'transcript':
      return transcriptView(screen);
    case 'unpaid':
      return unpaidView(screen);
    case 'question':
      return questionView(screen, state);
    // A locked lab is never read line by line: it is refused before it opens.
    case 'lock':
    case 'word':
    case 'closing':
    case 'cut off':
      return view(
        ['A locked lab needs the drawn screen.'],
        [{ key: '', does: 'goes home', actions: [{ type: 'home' }] }],
      );
    case 'trouble': {
      const on: Action = screen.match === null ? { type: 'home' } : { type: 'continue', match: screen.match };
      return view(
        [screen.sentence, keptWords(screen, state)],
        [
          { key: '', does: screen.match === null ? 'goes home' : 'tries again', actions: [on] },
          { key: 'b', does: 'goes home', actions: [{ type: 'home' }] },
        ],
      );
    }
  }
}
