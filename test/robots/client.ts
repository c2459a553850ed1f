/** What a phone's browser does of HTTP: connections that stay open, cookies with their paths, forms, a stream of events. */
import { Agent, type ClientRequest, type IncomingHttpHeaders, request } from 'node:http';

export type Reply = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Bytes of the body as they came. */
  readonly bytes: number;
};

export type Sent = {
  readonly method?: string;
  readonly form?: Readonly<Record<string, string>>;
  /** Instead of a form: as it is. */
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** Gives up after so many milliseconds. */
  readonly limit?: number;
};

/** A stream of server-sent events that is open. */
export type Stream = { close(): void };

/** The server was not reached, or broke off. */
export class Unreached extends Error {}

const LIMIT = 60_000;

export class Client {
  /** Cookies by path and name. */
  readonly jar = new Map<string, string>();
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 6 });
  readonly #streams = new Set<Stream>();
  origin: string;

  /** `origin`: http://127.0.0.1:8080, without a path. */
  constructor(origin: string) {
    this.origin = origin;
  }

  /** Sends one request, and takes the cookies of its reply. Rejects with Unreached where there is no reply. */
  send(path: string, { method, form, body, headers = {}, limit = LIMIT }: Sent = {}): Promise<Reply> {
    const payload = body ?? (form === undefined ? undefined : new URLSearchParams(form).toString());
    return new Promise((resolve, reject) => {
      const asked = request(
        new URL(path, this.origin),
        {
          method: method ?? (payload === undefined ? 'GET' : 'POST'),
          agent: this.#agent,
          headers: {
            accept: 'text/html',
            ...this.#cookies(path),
            ...(payload === undefined
              ? {}
              : {
                  'content-type': 'application/x-www-form-urlencoded',
                  'content-length': String(Buffer.byteLength(payload)),
                  origin: this.origin,
                  'sec-fetch-site': 'same-origin',
                }),
            ...headers,
          },
        },
        (reply) => {
          const chunks: Buffer[] = [];
          let bytes = 0;
          reply.on('data', (chunk: Buffer) => {
            chunks.push(chunk);
            bytes += chunk.length;
          });
          reply.on('error', (error) => reject(new Unreached(error.message)));
          reply.on('end', () => {
            this.#keep(reply.headers['set-cookie'] ?? []);
            resolve({
              status: reply.statusCode ?? 0,
              headers: reply.headers,
              body: Buffer.concat(chunks).toString(),
              bytes,
            });
          });
        },
      );
      asked.setTimeout(limit, () => asked.destroy(new Error(`no reply within ${limit} ms`)));
      asked.on('error', (error) => reject(new Unreached(`${path}: ${error.message}`)));
      asked.end(payload);
    });
  }

  /** Sends, and follows where it is sent to. */
  async follow(path: string, sent: Sent = {}): Promise<Reply> {
    let reply = await this.send(path, sent);
    for (let hops = 0; hops < 5 && [301, 302, 303].includes(reply.status); hops++)
      reply = await this.send(reply.headers.location ?? '/', { headers: { accept: 'text/html' } });
    return reply;
  }

  /** Opens a stream: `heard` for each event with its name, id and data; `ended` once, when it is over for any reason but `close`. */
  listen(path: string, heard: (event: string, id: string, data: string) => void, ended: () => void): Stream {
    let over = false;
    const finish = (): void => {
      if (over) return;
      over = true;
      this.#streams.delete(stream);
      ended();
    };
    const asked: ClientRequest = request(
      new URL(path, this.origin),
      { agent: false, headers: { accept: 'text/event-stream', ...this.#cookies(path) } },
      (reply) => {
        let text = '';
        if (reply.statusCode !== 200) {
          reply.resume();
          finish();
          return;
        }
        reply.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
          for (let at = text.indexOf('\n\n'); at >= 0; at = text.indexOf('\n\n')) {
            const lines = text.slice(0, at).split('\n');
            text = text.slice(at + 2);
            const said = (name: string): string =>
              lines
                .filter((line) => line.startsWith(`${name}:`))
                .map((line) => line.slice(name.length + 1).trim())
                .join('\n');
            if (said('event') !== '' || said('data') !== '') heard(said('event'), said('id'), said('data'));
          }
        });
        reply.on('close', finish);
        reply.on('error', finish);
      },
    );
    asked.on('error', finish);
    asked.end();
    const stream: Stream = {
      close: () => {
        over = true;
        this.#streams.delete(stream);
        asked.destroy();
      },
    };
    this.#streams.add(stream);
    return stream;
  }

  /** Lets go of all connections, as a phone that is switched off. */
  close(): void {
    for (const stream of [...this.#streams]) stream.close();
    this.#agent.destroy();
  }

  #cookies(path: string): Record<string, string> {
    const sent = [...this.jar].flatMap(([key, value]) => {
      const [at = '/', name = ''] = key.split(' ');
      return path === at || path.startsWith(at.endsWith('/') ? at : `${at}/`) ? [`${name}=${value}`] : [];
    });
    return sent.length === 0 ? {} : { cookie: sent.join('; ') };
  }

  #keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = '', ...rest] = line.split(';').map((part) => part.trim());
      const [name = '', ...value] = pair.split('=');
      const path = rest.find((part) => /^path=/i.test(part))?.slice(5) ?? '/';
      this.jar.set(`${path} ${name}`, value.join('='));
    }
  }
}
