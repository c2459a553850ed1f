/**
 * The tables in PostgreSQL, as numbered steps: step n brings a database from version n to n + 1. They are those of a file
 * (../schema.ts) under the same names, and columns mean the same; the versions are counted apart. A released step is never
 * edited; a change is a new step at the end.
 *
 * An answer is a text, and where it is a number `answer_number` holds it: to the last bit, as a file has it. Yes and no are
 * booleans. JSON is text, so that every byte is what was handed in. Numbers of rows grow in the order of commits (storing.ts).
 */
import { TABLES } from '../schema.ts';
import { storing } from './storing.ts';

/** Stands in the comment of the schema: what tells our schema from somebody else's of the same name. */
export const MARK = 'homines: the log of a lab, whose rows are never changed';

const numbered = 'id bigint generated always as identity';

const tables = `
  create table session (
    ${numbered} primary key,
    code text not null unique,
    kind text not null check (kind in ('lab', 'run')),
    seed bigint not null,
    version text not null,
    started_at bigint not null
  );

  create table participant (
    ${numbered} primary key,
    code text not null unique,
    session bigint not null references session (id),
    label text,
    treatment text,
    joined_at bigint not null
  );
  create index participant_session on participant (session);

  create table match (
    ${numbered} primary key,
    code text not null unique,
    session bigint not null references session (id),
    game text not null,
    version bigint not null,
    config text not null,
    seed bigint not null,
    language text not null,
    wording text not null,
    seats text not null,
    disclosed boolean not null,
    started_at bigint not null,
    rotation bigint,
    phrasing bigint
  );
  create index match_session on match (session, id);

  create table decision (
    ${numbered} primary key,
    match bigint not null references match (id),
    turn bigint not null,
    seat bigint not null,
    key text not null,
    position bigint not null,
    revision bigint not null,
    role text not null,
    round bigint not null,
    practice boolean not null,
    answer text not null,
    answer_number double precision check (answer_number <> 'NaN'),
    shown_at bigint,
    answered_at bigint not null,
    ms bigint,
    marks text,
    options text,
    because text,
    notes text,
    source text not null,
    distribution text,
    unique (match, turn, seat, key, revision)
  );

  create table call (
    ${numbered} primary key,
    match bigint not null references match (id),
    turn bigint not null,
    seat bigint not null,
    key text not null,
    attempt bigint not null,
    provider text not null,
    model text not null,
    request text not null,
    response text not null,
    outcome text not null,
    tokens_in bigint,
    tokens_out bigint,
    cost double precision,
    ms bigint not null,
    at bigint not null,
    served text,
    reading text,
    left_out text,
    rotation bigint
  );
  create index call_match on call (match);

  create table ending (
    match bigint primary key references match (id),
    how text not null,
    at bigint not null,
    ${numbered} unique
  );

  create table payoff (
    match bigint not null references match (id),
    seat bigint not null,
    points double precision not null check (points <> 'NaN'),
    ${numbered} unique,
    primary key (match, seat)
  );

  create table tally (
    ${numbered} primary key,
    session bigint not null references session (id),
    game text not null,
    config text not null,
    key text not null,
    answer text not null,
    answer_number double precision check (answer_number <> 'NaN'),
    count bigint not null
  );

  create table event (
    ${numbered} primary key,
    session bigint not null references session (id),
    match bigint references match (id),
    participant bigint references participant (id),
    kind text not null,
    body text,
    at bigint not null
  );
  create index event_session on event (session, kind);

  create table tuning (
    ${numbered} primary key,
    data text not null,
    run text not null,
    adapter text,
    provider text not null,
    model text not null,
    agent text not null,
    standing text not null,
    proven boolean not null,
    at bigint not null
  );

  create view choice as
    select s.code as session, m.code as match, m.game, d.turn, d.seat, d.role, d.round, d.practice, d.key, d.position, d.revision,
      d.answer, d.answer_number, d.shown_at, d.answered_at, d.ms, d.marks, d.options, d.because, d.notes, d.source, d.distribution
    from decision d join match m on m.id = d.match join session s on s.id = m.session;
`;

const refusal = `
  create function row_is_kept() returns trigger language plpgsql as $$
    begin
      raise exception 'rows of % are never %', tg_table_name, case tg_op when 'UPDATE' then 'changed' else 'deleted' end;
    end
  $$;`;

const kept = (table: string): string => `
  create trigger ${table}_kept before update or delete on ${table} for each row execute function row_is_kept();
  create trigger ${table}_whole before truncate on ${table} for each statement execute function row_is_kept();`;

/** All steps from an empty schema on; a database of version n has taken the first n of them. */
export const steps: readonly string[] = [tables + storing + refusal + TABLES.map(kept).join('')];
