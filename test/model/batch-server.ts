/** A Batch API of ours: files, batches, their two result files; how each batch ends is said beforehand. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Line = {
  readonly custom_id: string;
  readonly body: { readonly model: string; readonly messages: readonly { readonly content: string }[] };
};

/** What becomes of one request: the text of a completion, a status, or nothing where the batch ends before. */
export type Fate = { readonly says: string } | { readonly status: number } | 'undone';

export type Course = {
  /** How often the batch is asked for before it has ended. */
  readonly polls: number;
  readonly ends: 'completed' | 'expired' | 'cancelled' | 'failed';
  fate(line: Line, index: number): Fate;
};

type Made = {
  readonly id: string;
  readonly lines: readonly Line[];
  readonly metadata: unknown;
  readonly course: Course;
  polls: number;
};

export type BatchServer = {
  readonly address: string;
  readonly batches: readonly Made[];
  /** The paths that were asked for, method before. */
  readonly journal: readonly string[];
  close(): Promise<void>;
};

/** Batch n takes the n-th course, then the last one for ever. */
export async function serveBatches(...courses: readonly Course[]): Promise<BatchServer> {
  const files = new Map<string, string>();
  const batches: Made[] = [];
  const journal: string[] = [];

  const finished = (made: Made) => made.polls >= made.course.polls;
  const told = (made: Made) => {
    const { id, lines, metadata, course } = made;
    const ended = finished(made);
    const fates = lines.map((line, index) => course.fate(line, index));
    const answered = fates.filter((fate) => fate !== 'undone' && 'says' in fate).length;
    if (ended) {
      const rows = lines.map((line, index) => resultOf(line, fates[index]!, course.ends));
      files.set(`${id}-output`, rows.flatMap((row) => (row.ok ? [`${row.text}\n`] : [])).join(''));
      files.set(`${id}-error`, rows.flatMap((row) => (row.ok ? [] : [`${row.text}\n`])).join(''));
    }
    return {
      id,
      object: 'batch',
      endpoint: '/v1/chat/completions',
      status: ended ? course.ends : 'in_progress',
      metadata,
      request_counts: { total: lines.length, completed: ended ? answered : 0, failed: 0 },
      ...(ended && course.ends !== 'failed' ? { output_file_id: `${id}-output`, error_file_id: `${id}-error` } : {}),
      ...(ended && course.ends === 'failed'
        ? { errors: { object: 'list', data: [{ code: 'token_limit', message: 'Enqueued token limit reached' }] } }
        : {}),
    };
  };

  const server = createServer(async (req, res) => {
    const path = (req.url ?? '').replace(/^\/v1/, '').replace(/\?.*/, '');
    const method = `${req.method} ${path}`;
    journal.push(method);
    if (method === 'POST /files') {
      const id = `file-${files.size + 1}`;
      files.set(id, uploaded(await bodyOf(req)));
      return json(res, 200, { id, object: 'file', purpose: 'batch' });
    }
    if (method === 'POST /batches') {
      const asked = JSON.parse(await bodyOf(req)) as { input_file_id: string; metadata: unknown };
      const lines = (files.get(asked.input_file_id) ?? '').split('\n').filter(Boolean);
      const course = courses[Math.min(batches.length, courses.length - 1)]!;
      const made: Made = {
        id: `batch-${batches.length + 1}`,
        lines: lines.map((line) => JSON.parse(line) as Line),
        metadata: asked.metadata,
        course,
        polls: 0,
      };
      batches.push(made);
      return json(res, 200, told(made));
    }
    if (method === 'GET /batches') return json(res, 200, { object: 'list', data: batches.toReversed().map(told) });
    const batch = batches.find(({ id }) => path === `/batches/${id}`);
    if (batch !== undefined) {
      batch.polls += 1;
      return json(res, 200, told(batch));
    }
    const file = /^\/files\/(.+)\/content$/.exec(path)?.[1];
    if (file !== undefined && files.has(file)) {
      res.writeHead(200, { 'content-type': 'application/octet-stream' });
      res.end(files.get(file));
      return;
    }
    return json(res, 404, { error: { message: `nothing at ${path}` } });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    batches,
    journal,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}

function resultOf(
  { custom_id, body: { model } }: Line,
  fate: Fate,
  ends: Course['ends'],
): { readonly ok: boolean; readonly text: string } {
  const row = (response: unknown, error: unknown) =>
    JSON.stringify({ id: `r-${custom_id}`, custom_id, response, error });
  if (fate === 'undone')
    return {
      ok: false,
      text: row(null, { code: `batch_${ends}`, message: `This request was not executed: ${ends}.` }),
    };
  if ('status' in fate)
    return {
      ok: false,
      text: row(
        { status_code: fate.status, request_id: 'q', body: { error: { message: `status ${fate.status}` } } },
        null,
      ),
    };
  const choices = [{ index: 0, message: { role: 'assistant', content: fate.says }, finish_reason: 'stop' }];
  const body = {
    id: 'c',
    object: 'chat.completion',
    created: 1,
    model,
    choices,
    usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
  };
  return { ok: true, text: row({ status_code: 200, request_id: 'q', body }, null) };
}

/** The file in a multipart body. */
function uploaded(body: string): string {
  const part = body.split(/\r\n--|^--/m).find((one) => /name="file"/.test(one)) ?? '';
  return part.slice(part.indexOf('\r\n\r\n') + 4);
}

async function bodyOf(req: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of req) text += part;
  return text;
}

const json = (res: ServerResponse, status: number, body: unknown): void => {
  res.writeHead(status, { 'content-type': 'application/json' });
  res.end(JSON.stringify(body));
};
