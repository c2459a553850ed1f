/** Times as people say them. */
const two = (n: number): string => String(n).padStart(2, '0');
export const clockTime = (at: number): string => `${two(new Date(at).getHours())}:${two(new Date(at).getMinutes())}`;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const day = (at: number): string => `${new Date(at).getDate()} ${months[new Date(at).getMonth()] ?? ''}`;

/** "14:02" today, "21 Nov 14:02" before. */
export function ago(at: number, now: number = Date.now()): string {
  const same = new Date(at).toDateString() === new Date(now).toDateString();
  return same ? clockTime(at) : `${day(at)} ${clockTime(at)}`;
}
