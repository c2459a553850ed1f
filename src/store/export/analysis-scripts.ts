/**
 * Scripts that give the figures of a data set again, in base R and in Python with pandas: they stand beside the long and
 * the wide table, name its file, its games and its questions, and count as the comparison does. Tables that base R does not
 * read (Parquet, JSON lines), and oTree's, which stand apart by game, have none.
 */
import { basename, dirname, relative } from 'node:path';
import { cleanLine } from '../../core/outside-text.ts';
import { counted } from '../../core/format.ts';
import type { ExportContents } from './contents.ts';

/** The texts of analysis.R and analysis.py. */
export type AnalysisScripts = { readonly r: string; readonly python: string };

/** A question that was asked: its options, of which the share of the first is taken, or none where it takes a number. */
type Asked = { readonly game: string; readonly key: string; readonly options: readonly string[] };

/** Both scripts of an export; null for formats that have none. */
export function analysisScripts(written: ExportContents): AnalysisScripts | null {
  const { format, places, excel } = written;
  if (format !== 'long' && format !== 'wide') return null;
  const table = places.table('');
  const about = headOf(written);
  const asked = askedIn(written);
  const facts = {
    file: relative(dirname(places.analysis('R')), table).replaceAll('\\', '/'),
    figure: basename(places.analysis('R'), '.R'),
    asked,
    seated: seatedIn(written),
    excel,
    told: written.tally.told > 0,
  };
  const head = about.map((line) => `# ${line}`).join('\n');
  return {
    r: [head, format === 'long' ? rLong(facts) : rWide(facts), rFigures(facts), rPlot(facts)].join('\n'),
    python: [
      head,
      format === 'long' ? pythonLong(facts) : pythonWide(facts),
      pythonFigures(facts),
      pythonPlot(facts),
    ].join('\n'),
  };
}

type Facts = {
  /** The table as the script finds it: from its own folder. */
  readonly file: string;
  /** The picture that it draws, without its ending. */
  readonly figure: string;
  readonly asked: readonly Asked[];
  /** Games in whose settings here seats differ, so that a seat is part of what is comparable. */
  readonly seated: readonly string[];
  readonly excel: boolean;
  /** Whether any answer was drawn from probabilities that a model told: shares are of these then. */
  readonly told: boolean;
};

function headOf({ selection, tally, places, version, format }: ExportContents): readonly string[] {
  const names = selection.sessions.map(({ name, code }) =>
    name === null ? code : `"${cleanLine(name).replace(/\s+/g, ' ')}"`,
  );
  const some = names.length > 6 ? [...names.slice(0, 5), `and ${names.length - 5} more`] : names;
  return [
    `${basename(places.table(''))}: ${counted(tally.decisions, 'choice')} of ${counted(selection.sessions.length, 'session')} (${some.join(', ')}).`,
    `Written by homines${version === '' ? '' : ` ${version}`} with its table. Run it in this folder: it prints the figures of "homines compare"`,
    'and draws them. Of each game the settings, opponents and, where seats differ, the seat that most people or models played. Of a',
    'person who played the same again the first match counts. One observation is a unit:',
    'people who met, directly or through others, are one; of a model a match is one, or a wording where it read several.',
    ...(tally.told > 0
      ? [
          'Where a model told probabilities its shares are of these and never of the answers that were drawn from them: no interval, and n is',
          `situations${format === 'wide' ? ', here different probabilities' : ''}, however often each was asked.`,
        ]
      : []),
    ...(format === 'wide'
      ? ['The wide table does not say what players knew of the others, nor the wording: the long table does.']
      : []),
  ];
}

/** Questions in the order in which they came up. What one takes under its first settings is taken for all. */
function askedIn({ tally, describe }: ExportContents): readonly Asked[] {
  return [...tally.questions.values()].flatMap((all) =>
    all.slice(0, 1).map((question) => {
      const said = describe.question(question);
      return { game: question.game, key: question.key, options: said?.options ?? [] };
    }),
  );
}

/** Games with settings in which seats differ. */
const seatedIn = ({ tally, describe }: ExportContents): readonly string[] => [
  ...new Set(
    [...tally.questions.values()].flat().flatMap((one) => (describe.seatsDiffer?.(one) === true ? [one.game] : [])),
  ),
];

const quoted = (text: string): string => JSON.stringify(cleanLine(text));
const listed = (items: readonly string[]): string => items.map((item) => `  ${item}`).join(',\n');
const choices = ({ asked }: Facts): readonly Asked[] => asked.filter(({ options }) => options.length > 0);
const numbers = ({ asked }: Facts): readonly string[] =>
  asked.filter(({ options }) => options.length === 0).map(({ game, key }) => quoted(`${game} ${key}`));

const rQuestions = (facts: Facts): string => `
# The questions: of a choice the share of its first option, of a number the mean.
choices <- list(
${listed(choices(facts).map(({ game, key, options }) => `${quoted(`${game} ${key}`)} = c(${options.map(quoted).join(', ')})`))}
)
numbers <- c(
${listed(numbers(facts))}
)
seated <- c(${facts.seated.map(quoted).join(', ')})                                       # games in which seats differ here
`;

/** In which order several others sit is no part of a condition. */
const R_OTHERS =
  'others <- function(ids) vapply(strsplit(as.character(ids), "; "), function(one) paste(sort(one), collapse = "; "), "")  # in any order';

const rRead = ({ file, excel }: Facts, more = ''): string =>
  `read.csv(${quoted(file)}, na.strings = "", ${excel ? 'fileEncoding = "UTF-8-BOM"' : 'encoding = "UTF-8"'}${more})`;

const rLong = (facts: Facts): string => `${rQuestions(facts)}
d <- ${rRead(facts)}
d <- subset(d, replaced == 0 & practice == 0)
${R_OTHERS}
d$treatment <- paste(d$game.version, d$config, others(d$opponent.id), d$match.disclosed, d$match.language)
d$wording <- d$match.wording${facts.told ? '\nd$probabilities <- d$distribution.mean\nd$situation <- paste(d$key, ifelse(is.na(d$prompt.hash), d$probabilities, d$prompt.hash))' : ''}`;

const rWide = (facts: Facts): string => `${rQuestions(facts)}
# The wide table has a column a question and round, such as GAME.2.player.KEY, or GAME_2.1.player.KEY where a game was played again.
w <- ${rRead(facts, ', check.names = FALSE')}
${R_OTHERS}
d <- NULL
for (question in c(names(choices), numbers)) for (column in grep("[.]player[.]", names(w), value = TRUE)) {
  app <- sub("[.][0-9]+[.]player[.].*", "", column)
  round <- sub("player[.].*", "", column)
  asked <- paste(gsub("[^A-Za-z0-9_]", "_", sub(" .*", "", question)), sub("^[^ ]* ", "", question))
  if (paste(sub("_[0-9]+$", "", app), sub(".*[.]player[.]", "", column)) != asked) next
  settings <- w[startsWith(names(w), paste0("session.config.", app, "."))]
  d <- rbind(d, data.frame(
    game = sub(" .*", "", question), key = sub("^[^ ]* ", "", question), answer = as.character(w[[column]]),
    w[c("session.label", "participant.code", "agent.kind", "agent.id"${facts.told ? ', "agent.ask"' : ''})],${facts.told ? '\n    probabilities = if (paste0(column, "_probabilities") %in% names(w)) w[[paste0(column, "_probabilities")]] else NA,' : ''}
    player.id_in_group = w[[paste0(round, "player.id_in_group")]],
    match.code = w[[paste0(round, "group.match_code")]], match.status = w[[paste0(round, "group.match_status")]],
    source = ifelse(w[[paste0(round, "player.substituted")]] %in% 1, "substituted", "chosen"),
    treatment = paste(others(w[[paste0(round, "group.opponent_id")]]), do.call(paste, settings)), wording = ""
  ))
}
d <- subset(d, !is.na(answer))
d$answer.number <- as.numeric(ifelse(grepl("^-?[0-9.]+$", d$answer), d$answer, NA))${facts.told ? '\nd$situation <- paste(d$key, d$probabilities)' : ''}`;

/** Of probabilities: what is expected of an answer, whichever was drawn. */
const R_TOLD = `
# Where a model told probabilities: what is expected of its answer, and not which one was drawn.
d$told <- !is.na(d$probabilities)
d$treatment <- paste(d$treatment, ifelse(d$agent.ask %in% "grid", "on a grid", ""))
chance <- function(text, option) {
  at <- regexpr(paste0('"', option, '":'), text, fixed = TRUE)
  as.numeric(ifelse(at < 0, 0, sub("[,}].*", "", substring(text, at + attr(at, "match.length")))))
}
expected <- function(text) vapply(strsplit(gsub('[{}"]', "", text), "[,:]"), function(one) {
  sum(as.numeric(one[c(TRUE, FALSE)]) * as.numeric(one[c(FALSE, TRUE)]))
}, 0)
at <- d$told & d$question %in% numbers
d$value[at] <- expected(d$probabilities[at])
for (question in names(choices)) {
  at <- d$told & d$question == question
  d$value[at] <- chance(d$probabilities[at], choices[[question]][1])
}`;

const rFigures = ({ told }: Facts): string => `
d$value <- NA_real_
d$question <- paste(d$game, d$key)
at <- d$question %in% numbers
d$value[at] <- d$answer.number[at]
for (question in names(choices)) {
  at <- d$question == question & d$answer %in% choices[[question]]
  d$value[at] <- d$answer[at] == choices[[question]][1]
}${told ? R_TOLD : ''}
d$of <- ifelse(d$question %in% numbers, "mean", paste("share of", sapply(choices[d$question], "[", 1)))
out <- !d$match.status %in% "finished" | d$source %in% c("substituted", "forced") # unfinished, or a program answered in the place of a model or a person
d <- d[!d$match.code %in% d$match.code[out] & !is.na(d$value), ]
if (nrow(d) == 0) stop("No match in these data is finished.")

d$treatment <- paste(d$treatment, ifelse(d$game %in% seated, d$player.id_in_group, ""))
again <- d$agent.kind == "human" & d$match.code != ave(d$match.code, d$game, d$treatment, d$participant.code, FUN = function(one) one[1])
d <- d[!again %in% TRUE, ]                                               # persons, not matches: the first one counts
people <- d$agent.kind == "human"                                        # who met, directly or through others, is one unit
d$unit <- ifelse(people, d$participant.code, d$match.code)
repeat {
  was <- d$unit
  for (by in c("match.code", "participant.code")) d$unit[people] <- ave(d$unit[people], paste(d$game, d[[by]])[people], FUN = min)
  if (identical(was, d$unit)) break
}
sampled <- d$agent.kind %in% c("human", "model")                         # theory and stand-ins where nobody else played
d <- d[sampled | !ave(sampled, d$game, FUN = any), ]
played <- unique(d[c("game", "treatment", "match.code", "player.id_in_group")])
most <- sapply(split(played$treatment, played$game), function(one) names(which.max(table(one))))
d <- d[d$treatment == most[d$game], ]

d$group <- ifelse(d$agent.kind == "human", paste("people,", ifelse(is.na(d$session.label), "rehearsal", d$session.label)), d$agent.id)${told ? '\nasked <- ifelse(d$agent.ask %in% "grid", " (probabilities on a grid)", " (probabilities)")\nd$group <- ifelse(d$told, paste0(sub("[?]ask=[a-z]+", "", d$group), asked), d$group)' : ''}
wordings <- tapply(d$wording, d$agent.id, function(one) length(unique(one)))
d$unit <- ifelse(d$agent.kind == "model" & wordings[d$agent.id] > 1${told ? ' | d$told' : ''}, d$wording, d$unit)

cell <- c("game", "agent.kind", "group", "key", "of")
u <- aggregate(list(mean = d$value), d[c("unit", cell)], mean)           # of each unit one value, its mean
u$answers <- aggregate(list(n = d$value), d[c("unit", cell)], length)$n
g <- aggregate(list(mean = u$mean), u[cell], mean)
g$n <- aggregate(list(n = u$mean), u[cell], length)$n
once <- aggregate(list(n = u$answers), u[cell], max)$n == 1
${
  told
    ? `told <- aggregate(list(n = d$told), d[cell], any)$n
many <- function(one) length(unique(one))
read <- aggregate(list(n = d$situation), d[c("wording", cell)], many)    # of each wording, so that a question in two is one situation
g$n <- ifelse(told, aggregate(list(n = read$n), read[cell], max)$n, g$n)
`
    : ''
}z <- qnorm(0.975)                                                        # Wilson's interval, where each answered once
half <- z * sqrt(pmax(0, g$mean * (1 - g$mean)) / g$n + z^2 / (4 * g$n^2)) / (1 + z^2 / g$n)
middle <- (g$mean + z^2 / (2 * g$n)) / (1 + z^2 / g$n)
sample <- g$agent.kind %in% c("human", "model") & once & g$n >= 5 & g$of != "mean"${told ? ' & !told' : ''}
g$low <- ifelse(sample, middle - half, NA)
g$high <- ifelse(sample, middle + half, NA)
g <- g[order(g$game, g$key, g$group), ]
print(g, row.names = FALSE)
`;

const rPlot = ({ figure }: Facts): string => `
panels <- split(g, paste(g$game, g$of))                                  # one panel a game and scale
svg(${quoted(`${figure}.svg`)}, width = 9, height = 2 * length(panels) + nrow(g) / 4)
par(mfrow = c(length(panels), 1), mar = c(4, 20, 2, 1))
for (name in names(panels)) with(panels[[name]][nrow(panels[[name]]):1, ], {
  plot(mean, seq_along(mean), xlim = range(mean, low, high, if (of[1] != "mean") 0:1, na.rm = TRUE), pch = 19, yaxt = "n", ylab = "",
       xlab = of[1], main = game[1], col = ifelse(agent.kind %in% c("human", "model"), "black", "orange"))
  segments(low, seq_along(mean), high)
  axis(2, seq_along(mean), paste(key, group, sep = "  "), las = 1)
})
invisible(dev.off())
`;

const pythonQuestions = (facts: Facts): string => `
import ${facts.told ? 'json, ' : ''}re, matplotlib.pyplot as plt, numpy as np, pandas as pd

# The questions: of a choice the share of its first option, of a number the mean.
choices = {
${listed(choices(facts).map(({ game, key, options }) => `${quoted(`${game} ${key}`)}: [${options.map(quoted).join(', ')}]`))}
}
numbers = [
${listed(numbers(facts))}
]
seated = [${facts.seated.map(quoted).join(', ')}]  # games in which seats differ here
`;

const PYTHON_OTHERS =
  'others = lambda ids: ids.fillna("").astype(str).str.split("; ").map(lambda one: "; ".join(sorted(one)))  # in any order';

const pythonRead = ({ file, excel }: Facts, more = ''): string =>
  `pd.read_csv(${quoted(file)}, keep_default_na=False, na_values=[""], low_memory=False${excel ? ', encoding="utf-8-sig"' : ''}${more})`;

const pythonLong = (facts: Facts): string => `${pythonQuestions(facts)}
d = ${pythonRead(facts)}
d = d[(d.replaced == 0) & (d.practice == 0)].copy()
${PYTHON_OTHERS}
d["opponents"] = others(d["opponent.id"])
d["treatment"] = d[["game.version", "config", "opponents", "match.disclosed", "match.language"]].astype(str).agg(" ".join, axis=1)
d["wording"] = d["match.wording"]${facts.told ? '\nd["probabilities"] = d["distribution.mean"]\nd["situation"] = d.key + " " + d["prompt.hash"].fillna(d.probabilities).astype(str)' : ''}`;

const pythonWide = (facts: Facts): string => `${pythonQuestions(facts)}
# The wide table has a column a question and round, such as GAME.2.player.KEY, or GAME_2.1.player.KEY where a game was played again.
w = ${pythonRead(facts, ', dtype=str')}
${PYTHON_OTHERS}
parts = w.columns.to_series().str.extract(r"^((.*?)(?:_\\d+)?)\\.(\\d+)\\.player\\.(.+)$").dropna()
games = {re.sub(r"[^A-Za-z0-9_]", "_", question.split(" ")[0]): question.split(" ")[0] for question in [*choices, *numbers]}
pieces = []
for column, (app, name, number, key) in parts.iterrows():
    game = games.get(name)
    if f"{game} {key}" not in [*choices, *numbers]:
        continue
    of, settings = f"{app}.{number}.", [name for name in w.columns if name.startswith(f"session.config.{app}.")]
    piece = w[["session.label", "participant.code", "agent.kind", "agent.id"${facts.told ? ', "agent.ask"' : ''}]].assign(game=game, key=key, answer=w[column], wording="")
${facts.told ? '    piece["probabilities"] = w[column + "_probabilities"] if column + "_probabilities" in w else np.nan\n' : ''}    piece["player.id_in_group"] = w[of + "player.id_in_group"]
    piece["match.code"], piece["match.status"] = w[of + "group.match_code"], w[of + "group.match_status"]
    piece["source"] = np.where(w[of + "player.substituted"] == "1", "substituted", "chosen")
    piece["treatment"] = others(w[of + "group.opponent_id"]) + " " + w[settings].fillna("").astype(str).agg(" ".join, axis=1)
    pieces.append(piece)
d = pd.concat(pieces)
d = d[d.answer.notna()].reset_index(drop=True)
d["answer.number"] = pd.to_numeric(d.answer, errors="coerce")${facts.told ? '\nd["situation"] = d.key + " " + d.probabilities.astype(str)' : ''}`;

/** Of probabilities: what is expected of an answer, whichever was drawn. */
const PYTHON_TOLD = `
# Where a model told probabilities: what is expected of its answer, and not which one was drawn.
d["told"] = d.probabilities.notna()
d["treatment"] += np.where(d["agent.ask"] == "grid", " on a grid", "")
for question, text in d[d.told].groupby("question").probabilities:
    told = text.map(json.loads)
    if question in choices:
        d.loc[text.index, "value"] = told.map(lambda chances: chances.get(choices[question][0], 0.0))
    else:
        d.loc[text.index, "value"] = told.map(lambda chances: sum(float(number) * p for number, p in chances.items()))
`;

const pythonFigures = ({ told }: Facts): string => `
d["question"] = d.game + " " + d.key
d["value"] = d["answer.number"].where(d.question.isin(numbers)).astype(float)
for question, options in choices.items():
    at = (d.question == question) & d.answer.isin(options)
    d.loc[at, "value"] = (d.answer[at] == options[0]).astype(float)${told ? PYTHON_TOLD.replace(/\n$/, '') : ''}
d["of"] = ["share of " + choices[question][0] if question in choices else "mean" for question in d.question]
out = (d["match.status"] != "finished") | d.source.isin(["substituted", "forced"]) # unfinished, or a program answered in the place of a model or a person
d = d[~d["match.code"].isin(d["match.code"][out]) & d.value.notna()].copy()
if d.empty:
    raise SystemExit("No match in these data is finished.")

d["treatment"] += np.where(d.game.isin(seated), " " + d["player.id_in_group"].astype(str), "")
first = d.groupby(["game", "treatment", "participant.code"])["match.code"].transform("first")
d = d[(d["agent.kind"] != "human") | (d["match.code"] == first)].copy()  # persons, not matches: the first one counts
people = d["agent.kind"] == "human"                                      # who met, directly or through others, is one unit
d["unit"], was = d["participant.code"].where(people, d["match.code"]), None
while not d["unit"].equals(was):
    was = d["unit"].copy()
    for by in ["match.code", "participant.code"]:
        d.loc[people, "unit"] = d[people].groupby(["game", by])["unit"].transform("min")
sampled = d["agent.kind"].isin(["human", "model"])                       # theory and stand-ins where nobody else played
d = d[sampled | ~sampled.groupby(d.game).transform("any")]
played = d[["game", "treatment", "match.code", "player.id_in_group"]].drop_duplicates()
most = played.groupby("game").treatment.agg(lambda one: one.mode()[0])
d = d[d.treatment == d.game.map(most)].copy()

d["group"] = np.where(d["agent.kind"] == "human", "people, " + d["session.label"].astype(object).fillna("rehearsal"), d["agent.id"])
${told ? 'asked = np.where(d["agent.ask"] == "grid", " (probabilities on a grid)", " (probabilities)")\nd["group"] = d.group.where(~d.told, d.group.str.replace("[?]ask=[a-z]+", "", regex=True) + asked)\n' : ''}wordings = d.groupby("agent.id")["wording"].transform("nunique")
d["unit"] = d["unit"].where(${told ? '~d.told & ' : ''}((d["agent.kind"] != "model") | (wordings <= 1)), d["wording"])

cell = ["game", "agent.kind", "group", "key", "of"]
u = d.groupby([*cell, "unit"]).value.agg(["mean", "size"])               # of each unit one value, its mean
g = u.groupby(cell).agg(mean=("mean", "mean"), n=("mean", "size"), most=("size", "max")).reset_index()
${
  told
    ? `told = g[cell].apply(tuple, axis=1).isin(d[d.told][cell].apply(tuple, axis=1)) # of each wording, so that a question in two is one situation
read = d.groupby([*cell, "wording"]).situation.nunique().groupby(cell).max()
g["n"] = g["n"].where(~told, read.reindex(pd.MultiIndex.from_frame(g[cell])).to_numpy())
`
    : ''
}p, n, z = g["mean"], g["n"], 1.959964                                    # Wilson's interval, where each answered once
half = z * np.sqrt((p * (1 - p)).clip(lower=0) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
sample = g["agent.kind"].isin(["human", "model"]) & (g.pop("most") == 1) & (n >= 5) & (g.of != "mean")${told ? ' & ~told' : ''}
g["low"], g["high"] = (middle - half).where(sample), (middle + half).where(sample)
g = g.sort_values(["game", "key", "group"])
print(g.to_string(index=False))
`;

const pythonPlot = ({ figure }: Facts): string => `
panels = list(g.groupby(["game", "of"]))                                 # one panel a game and scale
figure, axes = plt.subplots(len(panels), 1, squeeze=False, figsize=(9, 2 * len(panels) + len(g) / 4))
for ax, ((game, of), one) in zip(axes[:, 0], panels):
    row = np.arange(len(one))[::-1]
    known = one.low.notna()
    ax.hlines(row[known], one.low[known], one.high[known], color="black")
    ax.scatter(one["mean"], row, c=np.where(one["agent.kind"].isin(["human", "model"]), "black", "orange"))
    ax.set_yticks(row, one.key + "  " + one.group)
    ax.set(xlabel=of, title=game)
    if of != "mean":
        ax.set_xlim(0, 1)
figure.savefig(${quoted(`${figure}.png`)}, bbox_inches="tight")
`;
