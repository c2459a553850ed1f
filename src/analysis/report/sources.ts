/** What the methods cite, each where it was used. */
export const SOURCES = {
  wilson: 'Wilson, JASA 22, 1927',
  newcombe: 'Newcombe, Statistics in Medicine 17, 1998, 873–890',
  paired: 'Newcombe, Statistics in Medicine 17, 1998, 2635–2650',
  hesterberg: 'Hesterberg, The American Statistician 69, 2015',
  rao: 'Rao & Scott, Biometrics 48, 1992',
  korn: 'Korn & Graubard, Survey Methodology 24, 1998',
  welch: 'Welch, Biometrika 34, 1947',
  zou: 'Zou & Donner, Statistics in Medicine 27, 2008',
  wilks: 'Wilks, Annals of Mathematical Statistics 9, 1938',
  logit: 'McFadden, in Frontiers in Econometrics, 1974',
  mann: 'Mann & Whitney, Annals of Mathematical Statistics 18, 1947',
  wilcoxon: 'Wilcoxon, Biometrics Bulletin 1, 1945',
  mcnemar: 'McNemar, Psychometrika 12, 1947',
  fisher: 'Fisher, The Design of Experiments, 1935',
  holm: 'Holm, Scandinavian Journal of Statistics 6, 1979',
  moralis: 'Alger & Weibull, Econometrica 81(6), 2013',
} as const;
