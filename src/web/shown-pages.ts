/**
 * Since when a member has been shown a page, by our clock. A phone says how many milliseconds ago by its steady clock, never
 * at what time; one without scripts is believed to have shown a page when it was first sent.
 */
import type { GivenAnswer } from '../room/room.ts';

type Marks = GivenAnswer['marks'];
type Kept = { readonly page: string; readonly at: number; marks: Marks };

export type ShownPages = {
  /** This page goes out to this member. */
  sent(member: string, page: string): void;
  /** Numbers were tried on a page without scripts, which cannot keep that itself. */
  tried(member: string, page: string, numbers: readonly string[]): void;
  /** What is known of an answer on this page. */
  given(member: string, page: string, when: When): Pick<GivenAnswer, 'shownAt' | 'marks'>;
};

/** What a form says of its time: milliseconds since it was shown, by the phone, where it has scripts. */
type When = { readonly shown_ms?: number | undefined; readonly marks: Marks };

/** `clock`: Unix milliseconds. */
export function shownPages(clock: () => number): ShownPages {
  const members = new Map<string, Kept>();
  const keptOf = (member: string, page: string): Kept | null => {
    const kept = members.get(member);
    return kept?.page === page ? kept : null;
  };
  return {
    sent(member, page) {
      if (keptOf(member, page) === null) members.set(member, { page, at: clock(), marks: [] });
    },
    tried(member, page, numbers) {
      const kept = keptOf(member, page);
      if (kept === null || kept.marks.length >= 200) return;
      kept.marks = [...kept.marks, [Math.max(0, clock() - kept.at), `what-if ${numbers.map(plainNumber).join('/')}`]];
    },
    given(member, page, { shown_ms, marks }) {
      const kept = keptOf(member, page);
      // Another door may have sent it; it cannot have been shown before it was sent.
      const sent = kept?.at ?? null;
      const shownAt = shown_ms === undefined ? sent : Math.max(sent ?? -Infinity, Math.round(clock() - shown_ms));
      return { shownAt, marks: [...(kept?.marks ?? []), ...marks] };
    },
  };
}

/** A number as it was tried, or nothing where none stands in the field. */
const plainNumber = (typed: string): string => {
  const number = Number(typed.trim().replace(',', '.'));
  return typed.trim() === '' || !Number.isFinite(number) ? '' : String(number);
};
