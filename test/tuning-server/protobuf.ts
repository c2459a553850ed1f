/** Protocol buffers as far as Tinker's SDK speaks them: fields of bytes and numbers, read and written. */

/** A field: its number, and its bytes or its whole number. */
export type ProtoField = { readonly field: number; readonly bytes: Buffer; readonly value: number };

/** The fields of a message in their order. Throws where it is none. */
export function protoFields(message: Buffer): readonly ProtoField[] {
  const fields: ProtoField[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = message[at++];
      if (byte === undefined || shift > 63) throw new Error('no varint');
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  const taken = (length: number): Buffer => {
    if (at + length > message.length) throw new Error('cut off');
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const tag = varint();
    const [field, wire] = [Math.floor(tag / 8), tag % 8];
    if (wire === 0) fields.push({ field, bytes: Buffer.alloc(0), value: varint() });
    else if (wire === 2) fields.push({ field, bytes: taken(varint()), value: 0 });
    else if (wire === 1 || wire === 5) fields.push({ field, bytes: taken(wire === 1 ? 8 : 4), value: 0 });
    else throw new Error(`wire type ${wire}`);
  }
  return fields;
}

/** All bytes of a field that may stand there several times. */
export const bytesOf = (message: readonly ProtoField[], field: number): readonly Buffer[] =>
  message.filter((one) => one.field === field).map(({ bytes }) => bytes);

/** A message of fields of bytes, texts, whole numbers and (as { double }) others. */
export function protoMessage(
  fields: readonly (readonly [field: number, value: Buffer | string | number | { readonly double: number }])[],
): Buffer {
  return Buffer.concat(
    fields.map(([field, value]) => {
      if (typeof value === 'number') return Buffer.concat([varintOf(field * 8), varintOf(value)]);
      if (typeof value === 'object' && 'double' in value) {
        const bytes = Buffer.alloc(8);
        bytes.writeDoubleLE(value.double);
        return Buffer.concat([varintOf(field * 8 + 1), bytes]);
      }
      const bytes = Buffer.from(value);
      return Buffer.concat([varintOf(field * 8 + 2), varintOf(bytes.length), bytes]);
    }),
  );
}

function varintOf(value: number): Buffer {
  const bytes: number[] = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return Buffer.from([...bytes, left]);
    bytes.push((left % 128) + 128);
  }
}
