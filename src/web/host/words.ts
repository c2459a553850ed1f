/** What a class reads on the projector besides its figures, in the languages of the pages. The board is in English, as the lab is. */
const english = {
  join: 'Join with your phone',
  type: 'or open this address and type the code',
  here: { one: '1 person is here', many: '{n} people are here' },
  wait: 'The host has not opened the room to other machines yet.',
  paused: 'Paused',
  ended: 'The room has ended. Thank you.',
  program: 'One or more of the players may be a computer program.',
};

type ProjectorWords = typeof english;

const german: ProjectorWords = {
  join: 'Mit dem Handy mitmachen',
  type: 'oder diese Adresse öffnen und den Code eingeben',
  here: { one: '1 Person ist da', many: '{n} Personen sind da' },
  wait: 'Der Raum ist noch nicht für andere Geräte geöffnet.',
  paused: 'Pause',
  ended: 'Der Raum ist geschlossen. Vielen Dank.',
  program: 'Einer oder mehrere der Spieler können Computerprogramme sein.',
};

/** The words in a language; English where there are none of it. */
export const projectorWords = (language: string | null): ProjectorWords => (language === 'de' ? german : english);
