/**
 * What a model thought before it answered, told apart from its answer. Servers hand thought over in parts of their own, and
 * where they do not it stands in the text between marks: a draft in there is never the answer.
 */

/** A text in two. `thought`: whether there was any; `open`: it does not end, so that there is no answer behind it. */
export type Apart = { readonly text: string; readonly thought: boolean; readonly open: boolean };

/** Marks that open and close thought, by what they are called; a mark is closed by one of its own row. */
const FAMILIES: readonly (readonly [open: RegExp, close: RegExp])[] = [
  tags('[\\w:-]{0,20}(?:think|thought)[\\w:-]{0,60}|chain of thoughts?'),
  tags('[\\w:-]{0,20}reason(?:ing|s)?(?:[:_-]\\w{1,20})?|rationale|cot'),
  tags('scratch[-_ ]?pad|draft|notes?|planning|plan|working'),
  tags('analysis|reflection|reflect|deliberation|consideration'),
  tags('(?:inner|internal)[-_ ]?(?:monologue|thoughts?|reasoning)|monologue|internal|hidden|private'),
  [/\[(?:THINK|REASONING)\]/i, /\[\/(?:THINK|REASONING)\]/i],
  [/◁think▷/i, /◁\/think▷/i],
  [/<\|begin_of_thought\|>/i, /<\|end_of_thought\|>/i],
  [/<\|channel>\s*(?:thought|analysis)/i, /<channel\|>/i],
  [/<\|im_start\|>\s*think/i, /<\|im_start\|>\s*(?:answer|final)/i],
  [/\[unused16\]/, /\[unused17\]/],
  [/<\|START_THINKING\|>/i, /<\|END_THINKING\|>/i],
  [
    /<\|?(?:think|thinking)\|>/i,
    /<\|\/(?:think|thinking)\|>|<\|end\|>\s*(?:<\|(?:begin|start)\|>\s*assistant\s*)?<\|content\|>/i,
  ],
  [/<unused94>(?:thought)?/, /<unused95>/],
];

function tags(names: string): readonly [RegExp, RegExp] {
  // Some servers escape them for a page, and some models write them wide.
  const [from, to] = ['(?:<|＜|&lt;)', '(?:>|＞|&gt;)'];
  return [
    new RegExp(`${from}\\s*(?:${names})(?:\\s[^<>]*)?${to}`, 'i'),
    new RegExp(`${from}\\s*\\\\?[/／]\\s*(?:${names})\\s*${to}`, 'i'),
  ];
}

const MARKS = new RegExp(
  FAMILIES.flatMap(([open, close], n) => [`(?<o${n}>${open.source})`, `(?<c${n}>${close.source})`]).join('|'),
  'gi',
);

/** What surrounds an answer and says nothing: <answer>, <|END_RESPONSE|>, end marks of turns. */
const WRAPPERS =
  /<\s*(?:think(?:ing)?|reasoning)\s*\/\s*>|<\s*\/?\s*(?:answer|final[-_ ]?answer|final|response|output|result|solution|reply)\s*>|<\|(?:begin|end)_of_solution\|>|<\|(?:START|END)_(?:RESPONSE|TEXT|ACTION)\|>|<[|｜][^<>|｜\s]{1,40}[|｜]>|<\/s>|<(?:end_of_turn|turn\|)>|\[END FINAL RESPONSE\]/gi;

/**
 * The answer in a text: without thought, whether its mark is closed, cut off, or was opened where only the server sees it.
 * A text that is a JSON object from end to end is left as it is: marks in its strings are words.
 */
export function answerApart(text: string): Apart {
  if (isObject(text)) return { text, thought: false, open: false };
  const apart =
    /<\|channel\|>/.test(text) || HARMONY_BARE.test(text)
      ? finalChannel(text)
      : ANNOUNCED.test(text)
        ? announced(text)
        : withoutMarked(
            text.replace(FOLDED, (_, one = '', other = '') => (one + other === '' ? '<think>' : '<think>so</think>')),
          );
  const bare = apart.text.replace(WRAPPERS, '\n').trim();
  return { ...apart, text: bare };
}

/** Thought in a block of a page or of text that ends as others do. */
const FOLDED =
  /<details\b[^<>]{0,99}\b(?:reason|think|thought)[^<>]{0,99}>[\s\S]*?(<\/details>|$)|```(?:think|thought|reason)\w*\s*\n[\s\S]*?(```|$)/gi;

/** Thought that is announced in words, and so is what follows it. */
const ANNOUNCED =
  /^\s*(?:here(?:['’]s| is| are) my (?:(?:thought|thinking|reasoning) process|(?:thoughts|reasoning steps)\b):?|thinking(?:\.\.\.|…)\s*\n)/i;
const ENDED =
  /here(?:['’]s| is) my (?:final )?(?:response|answer):?|\[BEGIN FINAL RESPONSE\]|(?:\.\.\.|…)done thinking\.?/i;

/** Channels of which the marks were taken out: "analysisWe need …assistantfinal…". */
const HARMONY_BARE = /^\s*analysis(?=\s*[A-Z"'“{(]|[\s\S]*\bassistant\s*final)/;
const FINAL_BARE = /assistant\s*final\s*:?/g;

/** Of a text in channels the last final one; whatever else is said is thought. */
function finalChannel(text: string): Apart {
  if (!/<\|channel\|>/.test(text)) {
    const final = [...text.matchAll(FINAL_BARE)].at(-1);
    return final === undefined
      ? { text: '', thought: true, open: true }
      : { text: text.slice(final.index + final[0].length), thought: true, open: false };
  }
  const channels = [...text.matchAll(/<\|channel\|>\s*(\w+)[^<]*(?:<\|constrain\|>[^<]*)?<\|message\|>/g)];
  const last = channels.at(-1);
  const thought = channels.some(([, name]) => name !== 'final') || last === undefined;
  if (last === undefined || last[1] !== 'final') return { text: '', thought, open: true };
  const rest = text.slice(last.index + last[0].length);
  const end = rest.search(/<\|(?:end|return|start|channel|call)\|>/);
  return { text: end < 0 ? rest : rest.slice(0, end), thought, open: false };
}

/**
 * Marks in their order. A mark that opens is closed by the next of its kind; one that closes without having been opened says
 * that all before it was thought.
 */
function withoutMarked(text: string): Apart {
  let [kept, from, thought] = ['', 0, false];
  let inside: number | null = null;
  let begun = 0;
  for (const { index, 0: mark, groups = {} } of text.matchAll(MARKS)) {
    const [name] = Object.entries(groups).find(([, found]) => found !== undefined) ?? [''];
    const family = Number(name.slice(1));
    if (name.startsWith('o')) {
      if (inside !== null) continue;
      kept += text.slice(from, index);
      begun = index + mark.length;
      inside = family;
    } else {
      if (inside !== null && inside !== family) continue;
      if (inside === null) kept = '';
      // An empty pair of marks says that it did not think.
      thought ||= text.slice(inside === null ? 0 : begun, index).trim() !== '';
      inside = null;
      from = index + mark.length;
    }
  }
  return inside === null
    ? { text: kept + text.slice(from), thought, open: false }
    : { text: kept, thought: true, open: true };
}

function announced(text: string): Apart {
  const end = ENDED.exec(text);
  return end === null
    ? { text: '', thought: true, open: true }
    : { text: text.slice(end.index + end[0].length), thought: true, open: false };
}

function isObject(fenced: string): boolean {
  const whole = fenced.trim();
  const text =
    whole.startsWith('```') && whole.endsWith('```')
      ? whole
          .slice(3, -3)
          .replace(/^\w{0,9}/, '')
          .trim()
      : whole;
  if (!text.startsWith('{') || !text.endsWith('}')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
