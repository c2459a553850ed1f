/** What `add` and `test` of a model find out about its probabilities, and say. */
import { listed, upper } from '../../core/format.ts';
import { byHand } from '../../core/shell.ts';
import { type DecisionFinding, findDecision, type Sought } from '../../model/decision/find.ts';
import { type DecisionFound, foundNotes, foundWords, obstaclesIn } from '../../model/decision/found.ts';
import { isPage } from '../../model/decision/reading.ts';
import type { HttpAnswer } from '../../model/http.ts';
import { modelsIn, shutdownOf } from '../../model/server.ts';
import { printWait } from '../shared/print.ts';

/**
 * Looks how a model gives probabilities; null where its server was not to be asked at all. `failed`: the answer to a chat that
 * was none; null: it chats.
 */
export async function lookForDecision(sought: Sought, failed: HttpAnswer | null): Promise<DecisionFinding | null> {
  if (failed !== null && !(await mayDecide(sought, failed))) return null;
  printWait('Looking for a way to read its probabilities.');
  return findDecision(sought, new AbortController().signal);
}

/** Statuses by which a server says that this model, or this server, does not chat. */
const NO_CHAT = [400, 404, 405, 422, 500, 501];

/** Whether a server that refused a chat may answer typed questions of this model: the model is there, and not retired. */
async function mayDecide(
  { connection: { client, model }, limitMs }: Sought,
  { status, trouble, raw }: HttpAnswer,
): Promise<boolean> {
  if (trouble === null) return !isPage(raw);
  if (trouble !== 'status' || status === null || !NO_CHAT.includes(status)) return false;
  const limit = AbortSignal.timeout(limitMs);
  const retired = await shutdownOf(client, model, limit);
  if (retired !== null && Date.parse(retired) <= Date.now()) return false;
  return modelsIn(await client.get('/models', limit))?.includes(model) ?? false;
}

/** What is said of it, a paragraph each. `before`: what was found the last time. */
export function decisionNotes(
  id: string,
  decided: DecisionFinding | null,
  before: DecisionFound | null,
): readonly string[] {
  if (decided === null) return [];
  if (decided.kind === 'unclear')
    return [
      `Whether ${id} gives probabilities could not be found out now: ${decided.why}. "${byHand(`agents test ${id}`)}" looks again.`,
    ];
  const { found } = decided;
  const obstacles = obstaclesIn(found);
  if (found.dialect === null)
    return [`${id} gives no probabilities, so that it is asked for JSON or words: ${listed(obstacles)}.`];
  return [
    `Its probabilities can be read: ${foundWords(found)}${obstacles.length === 0 ? '' : ` (${listed(obstacles)})`}. Seat it as ${id}?ask=decision.`,
    ...(before === null || before.dialect === null || before.dialect === found.dialect
      ? []
      : [
          `${upper(before.dialect)} was how it was asked before: what was read in that way is of another instrument, and is not compared with what follows.`,
        ]),
    ...foundNotes(id, found),
  ];
}
