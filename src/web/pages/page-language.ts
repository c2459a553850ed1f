/** In which language the main part of a page speaks, so that nobody reads two at once in it; what stands round it is the reader's. */
import type { PlaceShown } from '../../room/room.ts';

/**
 * That of the game on it, which may be the table's where people of different languages play with each other, or where the game
 * does not speak the reader's; on a page without a game the reader's own.
 */
export function pageLanguage({ place, member }: PlaceShown): string {
  switch (place.kind) {
    case 'reading':
      return place.game.language;
    case 'asked':
      return place.scene.game.language;
    case 'waiting':
      return place.scene?.game.language ?? member.language;
    case 'guess':
    case 'result':
      return place.finished.game.language;
    default:
      return member.language;
  }
}
