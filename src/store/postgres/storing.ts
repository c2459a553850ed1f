/**
 * How rows get into the tables of PostgreSQL: functions of the first step, so that a commit is one statement, done or not done
 * whatever becomes of the connection. A released step is never edited; a change replaces a function in a new step.
 *
 * `store` takes rows by table, as JSON, in the order in which they are to be numbered; rows name those they belong to by code, and
 * one that is not there is refused by the table. **Order**: from its first row on until all see them whoever stores holds one lock
 * of the database, so the numbers of rows grow in the order of commits, whichever program makes them: whoever has read up to a
 * number has missed nothing below it. **Once**: rows without a key of their own come with a token, which is there once.
 */

/** Locks in the space of pairs, which has nothing to do with that of holds (one number): "homi", and what it is for. */
export const LOCKS = { order: '1752132969, 1', tables: '1752132969, 2' } as const;

export const storing = `
  create table token (id uuid primary key);

  create function store(given json) returns void language plpgsql as $$
    begin
      perform pg_advisory_xact_lock(1752132969, 1);
      insert into token select value::uuid from json_array_elements_text(coalesce(given -> 'token', '[]'));
      if given -> 'session' is not null then
        insert into session (
          code, kind, seed, version, started_at
        ) select
          r.code, r.kind, r.seed, r.version, r.started_at
        from rows from (json_to_recordset(given -> 'session') as (
          code text, kind text, seed bigint, version text, started_at bigint
        )) with ordinality as r (
          code, kind, seed, version, started_at, place
        )
        order by r.place;
      end if;
      if given -> 'participant' is not null then
        insert into participant (
          code, session, label, treatment, joined_at
        ) select
          r.code, session_.id, r.label, r.treatment, r.joined_at
        from rows from (json_to_recordset(given -> 'participant') as (
          code text, session text, label text, treatment text, joined_at bigint
        )) with ordinality as r (
          code, session, label, treatment, joined_at, place
        )
        left join session session_ on session_.code = r.session
        order by r.place;
      end if;
      if given -> 'match' is not null then
        insert into match (
          code, session, game, version, config, seed, language, wording, seats, disclosed, started_at, rotation,
          phrasing
        ) select
          r.code, session_.id, r.game, r.version, r.config, r.seed, r.language, r.wording, r.seats, r.disclosed,
          r.started_at, r.rotation, r.phrasing
        from rows from (json_to_recordset(given -> 'match') as (
          code text, session text, game text, version bigint, config text, seed bigint, language text, wording text,
          seats text, disclosed boolean, started_at bigint, rotation bigint, phrasing bigint
        )) with ordinality as r (
          code, session, game, version, config, seed, language, wording, seats, disclosed, started_at, rotation,
          phrasing, place
        )
        left join session session_ on session_.code = r.session
        order by r.place;
      end if;
      if given -> 'decision' is not null then
        insert into decision (
          match, turn, seat, key, position, revision, role, round, practice, answer, answer_number, shown_at,
          answered_at, ms, marks, options, because, notes, source, distribution
        ) select
          match_.id, r.turn, r.seat, r.key, r.position, r.revision, r.role, r.round, r.practice, r.answer,
          r.answer_number, r.shown_at, r.answered_at, r.ms, r.marks, r.options, r.because, r.notes, r.source,
          r.distribution
        from rows from (json_to_recordset(given -> 'decision') as (
          match text, turn bigint, seat bigint, key text, position bigint, revision bigint, role text, round bigint,
          practice boolean, answer text, answer_number double precision, shown_at bigint, answered_at bigint,
          ms bigint, marks text, options text, because text, notes text, source text, distribution text
        )) with ordinality as r (
          match, turn, seat, key, position, revision, role, round, practice, answer, answer_number, shown_at,
          answered_at, ms, marks, options, because, notes, source, distribution, place
        )
        left join match match_ on match_.code = r.match
        order by r.place;
      end if;
      if given -> 'call' is not null then
        insert into call (
          match, turn, seat, key, attempt, provider, model, request, response, outcome, tokens_in, tokens_out, cost,
          ms, at, served, reading, left_out, rotation
        ) select
          match_.id, r.turn, r.seat, r.key, r.attempt, r.provider, r.model, r.request, r.response, r.outcome,
          r.tokens_in, r.tokens_out, r.cost, r.ms, r.at, r.served, r.reading, r.left_out, r.rotation
        from rows from (json_to_recordset(given -> 'call') as (
          match text, turn bigint, seat bigint, key text, attempt bigint, provider text, model text, request text,
          response text, outcome text, tokens_in bigint, tokens_out bigint, cost double precision, ms bigint,
          at bigint, served text, reading text, left_out text, rotation bigint
        )) with ordinality as r (
          match, turn, seat, key, attempt, provider, model, request, response, outcome, tokens_in, tokens_out, cost,
          ms, at, served, reading, left_out, rotation, place
        )
        left join match match_ on match_.code = r.match
        order by r.place;
      end if;
      if given -> 'ending' is not null then
        insert into ending (
          match, how, at
        ) select
          match_.id, r.how, r.at
        from rows from (json_to_recordset(given -> 'ending') as (
          match text, how text, at bigint
        )) with ordinality as r (
          match, how, at, place
        )
        left join match match_ on match_.code = r.match
        order by r.place;
      end if;
      if given -> 'payoff' is not null then
        insert into payoff (
          match, seat, points
        ) select
          match_.id, r.seat, r.points
        from rows from (json_to_recordset(given -> 'payoff') as (
          match text, seat bigint, points double precision
        )) with ordinality as r (
          match, seat, points, place
        )
        left join match match_ on match_.code = r.match
        order by r.place;
      end if;
      if given -> 'tally' is not null then
        insert into tally (
          session, game, config, key, answer, answer_number, count
        ) select
          session_.id, r.game, r.config, r.key, r.answer, r.answer_number, r.count
        from rows from (json_to_recordset(given -> 'tally') as (
          session text, game text, config text, key text, answer text, answer_number double precision, count bigint
        )) with ordinality as r (
          session, game, config, key, answer, answer_number, count, place
        )
        left join session session_ on session_.code = r.session
        order by r.place;
      end if;
      if given -> 'event' is not null then
        insert into event (
          session, match, participant, kind, body, at
        ) select
          session_.id, case when r.match is not null then coalesce(match_.id, -1) end,
          case when r.participant is not null then coalesce(participant_.id, -1) end, r.kind, r.body, r.at
        from rows from (json_to_recordset(given -> 'event') as (
          session text, match text, participant text, kind text, body text, at bigint
        )) with ordinality as r (
          session, match, participant, kind, body, at, place
        )
        left join session session_ on session_.code = r.session
        left join match match_ on match_.code = r.match
        left join participant participant_ on participant_.code = r.participant
        order by r.place;
      end if;
      if given -> 'tuning' is not null then
        insert into tuning (
          data, run, adapter, provider, model, agent, standing, proven, at
        ) select
          r.data, r.run, r.adapter, r.provider, r.model, r.agent, r.standing, r.proven, r.at
        from rows from (json_to_recordset(given -> 'tuning') as (
          data text, run text, adapter text, provider text, model text, agent text, standing text, proven boolean,
          at bigint
        )) with ordinality as r (
          data, run, adapter, provider, model, agent, standing, proven, at, place
        )
        order by r.place;
      end if;
    end
  $$;

  create function session_called(wanted text, given json) returns text language plpgsql as $$
    declare found text;
    begin
      perform pg_advisory_xact_lock(1752132969, 1);
      select s.code into found from session s
        where s.kind = 'lab'
          and (select e.body from event e where e.session = s.id and e.kind = 'named' order by e.id desc limit 1) = wanted
        order by s.id desc limit 1;
      if found is null then
        perform store(given);
      end if;
      return found;
    end
  $$;

  create function participant_called(of text, wanted text, given json) returns text language plpgsql as $$
    declare found text;
    begin
      perform pg_advisory_xact_lock(1752132969, 1);
      select p.code into found from participant p join session s on s.id = p.session
        where s.code = of and p.label = wanted order by p.id limit 1;
      if found is null then
        perform store(given);
      end if;
      return found;
    end
  $$;
`;
