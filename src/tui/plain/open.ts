import type { Opening } from '../open.tsx';
export async function openPlain(_opening: Opening): Promise<number> {
  throw new Error('not yet');
}
