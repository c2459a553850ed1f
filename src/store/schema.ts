/**
 * The tables, as numbered steps: step n brings a file from version n to n + 1. A released step is never edited; a
 * change is a new step at the end.
 *
 * Inside the file rows point at each other by whole numbers, which keeps inserting fast when a match is six rows;
 * the codes that people see are columns of session, participant and match, and the view `choice` puts them back for
 * whoever opens the file with another program. Times are Unix milliseconds. 1 is yes, 0 is no. JSON is text.
 */

/** Written into the header of every file of ours: "homi". */
export const APPLICATION = 0x686f6d69;

const tables = `
  create table session (
    id integer primary key,
    code text not null unique,
    kind text not null check (kind in ('lab', 'run')),
    seed integer not null,
    version text not null,
    started_at integer not null
  ) strict;

  create table participant (
    id integer primary key,
    code text not null unique,
    session integer not null references session (id),
    label text,
    treatment text,
    joined_at integer not null
  ) strict;
  create index participant_session on participant (session);

  create table match (
    id integer primary key,
    code text not null unique,
    session integer not null references session (id),
    game text not null,
    version integer not null,
    config text not null,
    seed integer not null,
    language text not null,
    wording text not null,
    seats text not null,
    disclosed integer not null,
    started_at integer not null
  ) strict;
  create index match_session on match (session);

  create table decision (
    id integer primary key,
    match integer not null references match (id),
    turn integer not null,
    seat integer not null,
    key text not null,
    position integer not null,
    revision integer not null,
    role text not null,
    round integer not null,
    practice integer not null,
    answer any not null,
    shown_at integer,
    answered_at integer not null,
    ms integer,
    marks text,
    options text,
    because text,
    notes text,
    source text not null,
    unique (match, turn, seat, key, revision)
  ) strict;

  create table call (
    id integer primary key,
    match integer not null references match (id),
    turn integer not null,
    seat integer not null,
    key text not null,
    attempt integer not null,
    provider text not null,
    model text not null,
    request text not null,
    response text not null,
    outcome text not null,
    tokens_in integer,
    tokens_out integer,
    cost real,
    ms integer not null,
    at integer not null
  ) strict;
  create index call_match on call (match);

  create table ending (
    match integer primary key references match (id),
    how text not null,
    at integer not null
  ) strict;

  create table payoff (
    match integer not null references match (id),
    seat integer not null,
    points real not null,
    primary key (match, seat)
  ) strict, without rowid;

  create table tally (
    id integer primary key,
    session integer not null references session (id),
    game text not null,
    config text not null,
    key text not null,
    answer any not null,
    count integer not null
  ) strict;

  create table event (
    id integer primary key,
    session integer not null references session (id),
    match integer references match (id),
    participant integer references participant (id),
    kind text not null,
    body text,
    at integer not null
  ) strict;
  create index event_session on event (session, kind);

  create view choice as
    select s.code as session, m.code as match, m.game, d.turn, d.seat, d.role, d.round, d.practice, d.key, d.position, d.revision,
      d.answer, d.shown_at, d.answered_at, d.ms, d.marks, d.options, d.because, d.notes, d.source
    from decision d join match m on m.id = d.match join session s on s.id = m.session;
`;

/** The tables of the first step. */
const FIRST = ['session', 'participant', 'match', 'decision', 'call', 'ending', 'payoff', 'tally', 'event'] as const;

/** Every table by name; each refuses to have a row changed or taken away. */
export const TABLES = [...FIRST, 'tuning'] as const;

const kept = (table: string): string => `
  create trigger ${table}_unchanged before update on ${table} begin select raise(abort, 'rows of ${table} are never changed'); end;
  create trigger ${table}_kept before delete on ${table} begin select raise(abort, 'rows of ${table} are never deleted'); end;`;

const insertOnly = FIRST.map(kept).join('');

/** Who answered a call, how its answer was read, and what its server refused of the request: a JSON list of settings. */
const callFindings = `
  alter table call add column served text;
  alter table call add column reading text;
  alter table call add column left_out text;
`;

/**
 * What a choice was drawn from, as JSON; in which order its options stood in a call for probabilities; how a match puts its
 * questions. The view shows the first.
 */
const probabilities = `
  alter table decision add column distribution text;
  alter table call add column rotation integer;
  alter table match add column rotation integer;
  alter table match add column phrasing integer;
  drop view choice;
  create view choice as
    select s.code as session, m.code as match, m.game, d.turn, d.seat, d.role, d.round, d.practice, d.key, d.position, d.revision,
      d.answer, d.shown_at, d.answered_at, d.ms, d.marks, d.options, d.because, d.notes, d.source, d.distribution
    from decision d join match m on m.id = d.match join session s on s.id = m.session;
`;

/** Where a model of our own tuning came from, from the moment on at which it was seated; what is said of it later is a new row. */
const lineage = `
  create table tuning (
    id integer primary key,
    data text not null,
    run text not null,
    adapter text,
    provider text not null,
    model text not null,
    agent text not null,
    standing text not null,
    proven integer not null,
    at integer not null
  ) strict;
  ${kept('tuning')}
`;

/** All steps from an empty file on; a file of version n has taken the first n of them. */
export const steps: readonly string[] = [tables + insertOnly, callFindings, probabilities, lineage];
