/** The pages of the participants' door, as one: whole documents, and the parts that a script puts into one. */
import { browserScript } from '../assets.ts';
import type { Pages } from '../how.ts';
import { PAGE_LANGUAGES } from '../words.ts';
import { codePage, entrancePage } from './entrance.ts';
import { debriefPart, placeMain, placePage, whatIfPart } from './place.ts';
import { sentencePage } from './sentence.ts';
import { style } from './style.ts';

export const phonePages: Pages = {
  ...{ placePage, placeMain, whatIfPart, debriefPart, codePage, entrancePage, sentencePage },
  ...{ style, widgets: browserScript('widgets.js'), languages: PAGE_LANGUAGES },
};
