/**
 * The keyboard as Ink reads it, one key at a time. Terminals, pastes and networks deliver several keys in one chunk and
 * one key in several chunks; Ink takes what it reads at once for one key, so that "x" and Enter typed fast lose the
 * Enter. Bytes go in by `feed`, keys come out by `read`, each in its own turn of the event loop: what the first key
 * changed on the screen is there when the second one arrives. A paste comes out in one piece between the marks of a paste.
 */
import { EventEmitter } from 'node:events';
import { StringDecoder } from 'node:string_decoder';
import { cleanLine } from '../core/outside-text.ts';

/** The part of a terminal's stdin that Ink asks for. */
type RawTerminal = { setRawMode?(on: boolean): unknown; ref?(): unknown; unref?(): unknown };

type Limits = {
  /** Milliseconds after which an unfinished sequence is what it looks like: Escape, and letters. */
  readonly patience: number;
  /** Keys that may wait; more is no person: they are dropped, and 'flood' is emitted. */
  readonly waiting: number;
  /** Letters of one paste that are kept. */
  readonly paste: number;
  /** Whether the terminal marks what is pasted where it is asked to. */
  readonly marks: boolean;
  /** Whether keys go into a field of letters now: Enter chooses nothing there. */
  readonly typing: () => boolean;
};

/** Consoles that mark no paste: Linux's own, the oldest ones. */
const usual: Limits = {
  ...{ patience: 40, waiting: 512, paste: 4096 },
  marks: !['linux', 'dumb', 'vt100', 'ansi'].includes(process.env['TERM'] ?? ''),
  typing: () => false,
};

/** No terminal delivers more at once; a stream that does is no keyboard. */
const CHUNK = 65_536;

/** A paste may come in pieces over a slow line: it is waited for this many times as long as a key. */
const SLOW = 25;

const PASTE_BEGINS = '\x1b[200~';
const PASTE_ENDS = '\x1b[201~';

/**
 * Whether a piece that came at once is pasted though nothing marks it: it holds Enter, and words before it or anything
 * after it; nobody types that in one piece. One or few keys and their Enter are typed fast, or wait until the program reads
 * again, unless the terminal is known to mark nothing: there they are a paste too. Arrows and their like are pressed.
 */
function isPaste(piece: string, marks: boolean): boolean {
  const keys = piece.replace(/^[\r\n]+/, '');
  const enter = /[\r\n]/.exec(keys);
  if (enter === null || keys.includes('\x1b')) return false;
  if (!marks) return /[^\x00-\x20\x7f]/.test(keys);
  return /\p{L}{3}/u.test(keys) || /[\r\n][^\x00-\x1f\x7f]/.test(keys);
}

/** A whole escape sequence: CSI (also `ESC [[A`), SS3, or Alt with a letter. */
const SEQUENCE = /^\x1b(?:\x1b?\[\[?[0-9:;<=>?]*[ -/]*[@-~]|\x1b?O[0-9;]*[A-Za-z]|[^\x1b[O])/su;
/** Mouse reports and focus changes: nobody pressed a key. */
const NOISE = /^\x1b\[(?:<[\d;]+[Mm]|M[\s\S]{3}|[IO](?![\s\S])|[IO](?=[\s\S]))/u;

export class KeyInput extends EventEmitter {
  isTTY = true;
  isRaw = false;
  readonly #raw: RawTerminal;
  readonly #limits: Limits;
  readonly #utf8 = new StringDecoder('utf8');
  readonly #keys: string[] = [];
  #pending = '';
  #pasted: string | null = null;
  #timer: NodeJS.Timeout | undefined;
  #turn: NodeJS.Immediate | undefined;
  /** One key may be read in this turn of the loop. */
  #open = false;
  #closed = false;

  constructor(raw: RawTerminal = {}, limits: Partial<Limits> = {}) {
    super();
    this.#raw = raw;
    this.#limits = { ...usual, ...limits };
    // Keys that nobody read wait for the next screen that listens.
    this.on('newListener', (event) => {
      if (event === 'readable') setImmediate(() => this.#schedule());
    });
  }

  /** Takes what the terminal sent: `process.stdin.on('data', keys.feed)`. */
  feed = (chunk: Buffer | string): void => {
    if (this.#closed) return;
    if (this.#keys.length + this.#pending.length > this.#limits.waiting || chunk.length > CHUNK) return this.#flood();
    clearTimeout(this.#timer);
    const piece = typeof chunk === 'string' ? chunk : this.#utf8.write(chunk);
    const { marks, typing, paste } = this.#limits;
    if (this.#pending === '' && this.#pasted === null && !piece.includes(PASTE_BEGINS) && isPaste(piece, marks)) {
      // In a field a line and its Enter may come at once: a script types like that, and nothing is chosen there.
      if (!typing() || /[\r\n][^\r\n]/.test(piece)) {
        this.#keys.push(PASTE_BEGINS + cleanLine(piece).trim().slice(0, paste) + PASTE_ENDS);
        return this.#schedule();
      }
    }
    this.#pending += piece;
    this.#scan(false);
    if (this.#pending !== '' || this.#pasted !== null)
      this.#timer = setTimeout(() => this.#scan(true), this.#limits.patience * (this.#pasted === null ? 1 : SLOW));
  };

  /** The next key, or null until the next turn. */
  read(): string | null {
    if (!this.#open) return null;
    this.#open = false;
    const key = this.#keys.shift() ?? null;
    this.#schedule();
    return key;
  }

  /** Nothing more is taken or given. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearImmediate(this.#turn);
    this.#keys.length = 0;
  }

  setRawMode(on: boolean): this {
    this.isRaw = on;
    this.#raw.setRawMode?.(on);
    return this;
  }
  ref(): this {
    this.#raw.ref?.();
    return this;
  }
  unref(): this {
    this.#raw.unref?.();
    return this;
  }
  setEncoding(): this {
    return this;
  }
  resume(): this {
    return this;
  }
  pause(): this {
    return this;
  }

  /** `late`: nothing more came in time, so what is pending stands for itself. */
  #scan(late: boolean): void {
    while (this.#pending !== '' || (late && this.#pasted !== null)) {
      if (this.#pasted !== null) {
        const end = this.#pending.indexOf(PASTE_ENDS);
        if (end < 0 && !late) {
          // The end may be cut in two: what could be its beginning waits.
          const safe = Math.max(0, this.#pending.length - PASTE_ENDS.length + 1);
          this.#pasted += this.#pending.slice(0, safe);
          this.#pending = this.#pending.slice(safe);
          // What follows is still paste: it must not be taken for keys.
          if (this.#pasted.length > this.#limits.paste) this.#pasted = this.#pasted.slice(0, this.#limits.paste);
          break;
        }
        const text = this.#pasted + (end < 0 ? this.#pending : this.#pending.slice(0, end));
        this.#pending = end < 0 ? '' : this.#pending.slice(end + PASTE_ENDS.length);
        this.#pasted = null;
        const words = cleanLine(text).trim();
        if (words !== '') this.#keys.push(PASTE_BEGINS + words + PASTE_ENDS);
        continue;
      }
      if (this.#pending.startsWith(PASTE_BEGINS)) {
        this.#pasted = '';
        this.#pending = this.#pending.slice(PASTE_BEGINS.length);
        continue;
      }
      const noise = NOISE.exec(this.#pending);
      if (noise) {
        this.#pending = this.#pending.slice(noise[0].length);
        continue;
      }
      const key = this.#nextKey(late);
      if (key === null) break;
      this.#pending = this.#pending.slice(key.length);
      this.#keys.push(key === '\r\n' ? '\r' : key);
    }
    this.#schedule();
  }

  #nextKey(late: boolean): string | null {
    if (!this.#pending.startsWith('\x1b')) return /^(?:\r\n|[\s\S])/u.exec(this.#pending)![0];
    const whole = SEQUENCE.exec(this.#pending)?.[0];
    // "ESC [[" may go on as "ESC [[A", and a mouse report in the old coding has three bytes more.
    if (whole !== undefined && !(whole === '\x1b[[' && !late) && !(whole === '\x1b[M' && !late)) return whole;
    return late ? '\x1b' : null;
  }

  #schedule(): void {
    if (this.#closed || this.#keys.length === 0 || this.#turn !== undefined) return;
    this.#turn = setImmediate(() => {
      this.#turn = undefined;
      this.#open = true;
      this.emit('readable');
      this.#open = false;
    });
  }

  #flood(): void {
    clearTimeout(this.#timer);
    this.#keys.length = 0;
    this.#pending = '';
    this.emit('flood');
  }
}
