/**
 * Event streams to browsers that may vanish without a word. Each holds at most one event that was not sent yet, since an
 * event only says that there is something to ask for; a comment every 10 s keeps proxies from closing it; what a browser
 * does not take is cut off; after five minutes a stream ends and the browser opens another.
 */
/** Milliseconds: between two signs of life; until a stream is renewed; until one whose browser takes nothing is cut off. */
export type StreamTimes = { readonly beat: number; readonly life: number; readonly stuck: number };

const TIMES: StreamTimes = { beat: 10_000, life: 5 * 60_000, stuck: 15_000 };

/** So many streams are open at once; whoever comes then asks now and then instead. */
const MOST = 4000;

export type StreamEvent = { readonly event: string; readonly id?: string; readonly data: string };

export type OpenStream = {
  readonly response: Response;
  /** Sends this event next, instead of one that was not sent yet. */
  say(event: StreamEvent): void;
  /** Ends it; the browser opens another after `again` milliseconds. */
  end(again?: number): void;
};

export type Streams = {
  /**
   * A stream, or null where there are too many. `closed` is called once when it is over; `broken`: the browser or the network
   * ended it, not we. `drop` is called to end the connection of a browser that takes nothing.
   */
  open(closed: (broken: boolean) => void, drop?: () => void): OpenStream | null;
  readonly size: number;
  /** Ends all of them at once and opens none any more. */
  close(): void;
};

type Kept = { beat(now: number): void; end(again?: number): void };

/** The streams of a door. `clock`: milliseconds from anywhere, never back. */
export function eventStreams(given: Partial<StreamTimes> = {}, clock: () => number = () => performance.now()): Streams {
  const times = { ...TIMES, ...given };
  const all = new Set<Kept>();
  let closing = false;
  const timer = setInterval(() => all.forEach((one) => one.beat(clock())), Math.min(1000, times.beat / 4));
  timer.unref();

  const open = (closed: (broken: boolean) => void, drop: () => void = () => undefined): OpenStream | null => {
    if (closing || all.size >= MOST) return null;
    const began = clock();
    // Streams that began together are not renewed together.
    const life = times.life * (0.9 + 0.1 * Math.random());
    let opening = 'retry: 1000\n\n';
    let waiting = ': here\n\n';
    let waits = began;
    let sent = began;
    let last = false;
    let asks: ReadableStreamDefaultController<Uint8Array> | null = null;
    let wanted: (() => void) | null = null;

    const over = (broken: boolean): void => {
      if (!all.delete(kept)) return;
      wanted?.();
      closed(broken);
    };
    const give = (): void => {
      if (asks === null || wanted === null || (waiting === '' && !last)) return;
      if (waiting !== '') asks.enqueue(new TextEncoder().encode(opening + waiting));
      opening = '';
      waiting = '';
      sent = clock();
      if (last) asks.close();
      const done = wanted;
      wanted = null;
      done();
      if (last) over(false);
    };
    const put = (text: string): void => {
      if (last) return;
      if (waiting === '') waits = clock();
      waiting = text;
      give();
    };
    const cut = (): void => {
      drop();
      over(true);
    };
    const end = (again = 500): void => {
      if (last) return;
      waiting = `${waiting}retry: ${Math.round(again)}\n\n`;
      last = true;
      give();
    };
    const kept: Kept = {
      beat(now) {
        if (waiting !== '' && now - waits > times.stuck) cut();
        else if (now - began > life) end(500 + 1000 * Math.random());
        else if (waiting === '' && now - sent >= times.beat) put(': here\n\n');
      },
      end,
    };
    all.add(kept);
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          asks = controller;
          return new Promise<void>((done) => {
            wanted = done;
            give();
          });
        },
        cancel: () => over(true),
      },
      { highWaterMark: 0 },
    );
    return {
      response: new Response(body, { headers: HEADERS }),
      say: ({ event, id, data }) =>
        put(`event: ${line(event)}\n${id === undefined ? '' : `id: ${line(id)}\n`}data: ${line(data)}\n\n`),
      end,
    };
  };

  return {
    open,
    get size() {
      return all.size;
    },
    close() {
      closing = true;
      clearInterval(timer);
      for (const one of [...all]) one.end(1000);
    },
  };
}

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
};

/** Text that stays on its line: a line break would begin another field. */
const line = (text: string): string => text.replace(/[\r\n\0]/g, ' ');
