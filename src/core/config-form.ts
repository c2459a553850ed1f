/** A game's settings as its config schema declares them, and what each of them takes, in words. */
import { z } from 'zod';
import { listedOr } from './format.ts';

export type Setting = {
  /** As typed before the equals sign: `--set T=80`. */
  readonly key: string;
  readonly description: string;
  readonly kind: 'number' | 'whole number' | 'choice' | 'yes or no' | 'list' | 'text' | 'one of several kinds';
  readonly default: unknown;
  /** The allowed values of a choice, or of each entry of a list. */
  readonly options: readonly string[] | null;
  readonly min: number | null;
  readonly max: number | null;
  /** What may be typed, in words: "a number from 0 to 100". */
  readonly allowed: string;
};

/** The part of JSON Schema that zod writes for a setting. */
const field = z.object({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: z.string().optional(),
  default: z.unknown().optional(),
  enum: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  const: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  exclusiveMaximum: z.number().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  /** false after a list of places, each with a schema of its own. */
  get items(): z.ZodOptional<z.ZodCatch<z.ZodOptional<typeof field>>> {
    return field.optional().catch(undefined).optional();
  },
  get prefixItems(): z.ZodOptional<z.ZodArray<typeof field>> {
    return z.array(field).optional();
  },
  get anyOf(): z.ZodOptional<z.ZodArray<typeof field>> {
    return z.array(field).optional();
  },
});
type Field = z.infer<typeof field>;
const table = z.object({ properties: z.record(z.string(), field).default({}) });

/** Every setting that a schema declares, in its order. */
export function declaredIn(schema: z.ZodType): readonly Setting[] {
  const { properties } = table.parse(z.toJSONSchema(schema, { unrepresentable: 'any' }));
  return Object.entries(properties).map(([key, declared]) => setting(key, split(declared)));
}

/** Several types at once are several kinds: a number or nothing. */
const split = ({ type, ...rest }: Field): Field =>
  Array.isArray(type)
    ? { ...rest, anyOf: type.map((one) => ({ ...rest, type: one })) }
    : { ...rest, ...(type === undefined ? {} : { type }) };

function setting(key: string, declared: Field): Setting {
  const of = declared.type === 'array' ? (declared.items ?? {}) : declared;
  return {
    key,
    description: declared.description ?? '',
    kind: kindOf(declared),
    default: declared.default ?? null,
    options: (of.enum ?? declared.anyOf?.flatMap((one) => one.enum ?? []))?.map(String) ?? null,
    min: finite(of.minimum ?? of.exclusiveMinimum),
    max: finite(of.maximum ?? of.exclusiveMaximum),
    allowed: allowed(declared),
  };
}

function kindOf(declared: Field): Setting['kind'] {
  if (declared.anyOf !== undefined) return 'one of several kinds';
  if (declared.enum !== undefined || declared.const !== undefined) return 'choice';
  switch (declared.type) {
    case 'number':
      return 'number';
    case 'integer':
      return 'whole number';
    case 'boolean':
      return 'yes or no';
    case 'array':
      return 'list';
    default:
      return 'text';
  }
}

function allowed(given: Field): string {
  const declared = split(given);
  if (declared.anyOf !== undefined) return listedOr(declared.anyOf.map(allowed));
  if (declared.enum !== undefined) return listedOr(declared.enum.map(String));
  if (declared.const !== undefined) return String(declared.const);
  switch (declared.type) {
    case 'number':
      return `a number${range(declared)}`;
    case 'integer':
      return `a whole number${range(declared)}`;
    case 'boolean':
      return 'yes or no';
    case 'null':
      return 'none';
    case 'array':
      return listed(declared);
    default:
      return 'text';
  }
}

function listed(declared: Field): string {
  const { minItems = 0, maxItems = Infinity, prefixItems } = declared;
  if (prefixItems !== undefined)
    return `${prefixItems.length} values separated by commas, each ${listedOr([...new Set(prefixItems.map(allowed))])}`;
  const many = minItems === maxItems ? `${minItems} values` : minItems > 0 ? 'one or more' : 'any number';
  return `${many} separated by commas, each ${allowed(declared.items ?? {})}`;
}

function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Field): string {
  const least = finite(minimum);
  const most = finite(maximum);
  if (least !== null && most !== null) return ` from ${least} to ${most}`;
  const low =
    least !== null ? `of ${least} or more` : exclusiveMinimum !== undefined ? `above ${exclusiveMinimum}` : '';
  const high = most !== null ? `at most ${most}` : exclusiveMaximum !== undefined ? `below ${exclusiveMaximum}` : '';
  return [low, high]
    .filter(Boolean)
    .map((part, i) => `${i === 0 ? ' ' : ' and '}${part}`)
    .join('');
}

/** zod bounds whole numbers by what a double holds: no bound that anybody has set. */
const finite = (bound: number | undefined): number | null =>
  bound === undefined || Math.abs(bound) >= Number.MAX_SAFE_INTEGER ? null : bound;
