/** How Parquet writes values: plain, as numbers of a dictionary, and as levels that say where one is missing. */

/** The types that the long table needs. */
export type Physical = 'BYTE_ARRAY' | 'INT32' | 'INT64' | 'DOUBLE' | 'BOOLEAN';

/** A value as it is encoded; times and other whole numbers of 64 bits as numbers up to 2⁵³. */
export type PhysicalValue = string | number | boolean;

/** Bytes that one value takes at most, plainly written. */
export const plainSize = (type: Physical, value: PhysicalValue): number => {
  if (typeof value === 'string') return 4 + value.length;
  return type === 'INT32' ? 4 : type === 'BOOLEAN' ? 1 / 8 : 8;
};

/** Values one after the other (PLAIN): numbers little-endian, texts in UTF-8 behind their length, yes and no as bits. */
export function plain(type: Physical, values: readonly PhysicalValue[]): Buffer {
  switch (type) {
    case 'BYTE_ARRAY':
      return texts(values);
    case 'BOOLEAN':
      return bits(values.length, (at) => values[at] === true);
    default: {
      const width = type === 'INT32' ? 4 : 8;
      const bytes = Buffer.allocUnsafe(width * values.length);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let i = 0; i < values.length; i++) {
        const value = Number(values[i]);
        if (type === 'INT32') view.setInt32(4 * i, value, true);
        else if (type === 'DOUBLE') view.setFloat64(8 * i, value, true);
        else {
          view.setUint32(8 * i, value % TWO_32, true);
          view.setInt32(8 * i + 4, Math.floor(value / TWO_32), true);
        }
      }
      return bytes;
    }
  }
}

const TWO_32 = 2 ** 32;

function texts(values: readonly PhysicalValue[]): Buffer {
  let most = 0;
  // A code unit takes three bytes at most.
  for (const value of values) most += 4 + 3 * String(value).length;
  const bytes = Buffer.allocUnsafe(most);
  let at = 0;
  for (const value of values) {
    const text = String(value);
    const length = plainLetters(text, bytes, at + 4) ? text.length : bytes.write(text, at + 4);
    bytes.writeUInt32LE(length, at);
    at += 4 + length;
  }
  return bytes.subarray(0, at);
}

/** Short texts: to call the encoder for each takes longer than to write their letters. */
const SHORT = 24;

/** Writes a short text in ASCII; false: it is none, and nothing that counts was written. */
function plainLetters(text: string, bytes: Buffer, from: number): boolean {
  if (text.length > SHORT) return false;
  for (let i = 0; i < text.length; i++) {
    const letter = text.charCodeAt(i);
    if (letter > 127) return false;
    bytes[from + i] = letter;
  }
  return true;
}

function bits(count: number, isSet: (at: number) => boolean): Buffer {
  const bytes = Buffer.alloc(Math.ceil(count / 8));
  for (let i = 0; i < count; i++) if (isSet(i)) bytes[i >> 3]! |= 1 << (i & 7);
  return bytes;
}

/** The same yes or no, so many times, as bits. */
export function sameBits(count: number, set: boolean): Buffer {
  const bytes = Buffer.alloc(Math.ceil(count / 8), set ? 255 : 0);
  if (set && count % 8 > 0) bytes[bytes.length - 1] = (1 << (count & 7)) - 1;
  return bytes;
}

/** Bits that a number below `count` takes. */
export const bitWidth = (count: number): number => (count <= 1 ? 0 : 32 - Math.clz32(count - 1));

/**
 * Whole numbers of so many bits (24 at most) as runs of the same and as packed bits, whichever is shorter (RLE): dictionary
 * numbers, and levels.
 */
export function runLengths(numbers: ArrayLike<number>, width: number): Buffer {
  const count = numbers.length;
  // Eight at a time are packed, and a run is never longer than eight of them would be but for its head.
  const bytes = Buffer.allocUnsafe(16 + Math.ceil(count / 8) * (width + 6));
  let at = 0;
  const put = (byte: number): void => void (bytes[at++] = byte);
  let packedFrom = 0;
  const pack = (to: number): void => {
    if (to === packedFrom) return;
    varint((((to - packedFrom + 7) >> 3) << 1) | 1, put);
    let [held, used] = [0, 0];
    for (let i = packedFrom; i < packedFrom + ((to - packedFrom + 7) & ~7); i++) {
      held |= (i < count ? numbers[i]! : 0) << used;
      for (used += width; used >= 8; used -= 8) {
        bytes[at++] = held & 255;
        held >>>= 8;
      }
    }
  };
  for (let i = 0; i < count;) {
    const value = numbers[i]!;
    let to = i + 1;
    while (to < count && numbers[to] === value) to += 1;
    if (to - i < 8) {
      // Eight go together, whatever the others are.
      i += 8;
      continue;
    }
    pack(i);
    run(value, to - i, width, put);
    i = to;
    packedFrom = to;
  }
  if (packedFrom < count) pack(count);
  return bytes.subarray(0, at);
}

/** The same number, of so many bits, again and again. */
export function oneRun(value: number, count: number, width: number): Buffer {
  const bytes: number[] = [];
  run(value, count, width, (byte) => bytes.push(byte));
  return Buffer.from(bytes);
}

/** A number of so many bits, and how often it comes. */
function run(value: number, count: number, width: number, put: (byte: number) => void): void {
  varint(count * 2, put);
  for (let shift = 0; shift < width; shift += 8) put((value >>> shift) & 255);
}

/** Seven bits a byte, the lowest first. */
function varint(value: number, put: (byte: number) => void): void {
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) put((rest & 127) | 128);
  put(rest);
}

const [I32, STRUCT, STOP] = [5, 12, 0];

/** What stands before a page: a page of data, or the dictionary that its numbers are of. */
export type PageHead = {
  readonly kind: 'data' | 'dictionary';
  readonly values: number;
  readonly encoding: 'PLAIN' | 'RLE_DICTIONARY';
  readonly uncompressed: number;
  readonly compressed: number;
};

const ENCODINGS = { PLAIN: 0, RLE: 3, RLE_DICTIONARY: 8 } as const;
const PAGES = { data: { type: 0, field: 5 }, dictionary: { type: 2, field: 7 } } as const;

/** A page's head (PageHeader of parquet.thrift in the compact protocol). */
export function pageHead({ kind, values, encoding, uncompressed, compressed }: PageHead): Buffer {
  const { type, field } = PAGES[kind];
  const bytes: number[] = [];
  const put = (byte: number): void => void bytes.push(byte);
  const number = (step: number, value: number): void => {
    put((step << 4) | I32);
    // Zigzag: none of these numbers is negative.
    varint(value * 2, put);
  };
  for (const value of [type, uncompressed, compressed]) number(1, value);
  bytes.push(((field - 3) << 4) | STRUCT);
  number(1, values);
  number(1, ENCODINGS[encoding]);
  // Levels, of definition and of repetition, are run lengths.
  if (kind === 'data') for (const level of [ENCODINGS.RLE, ENCODINGS.RLE]) number(1, level);
  bytes.push(STOP, STOP);
  return Buffer.from(bytes);
}
