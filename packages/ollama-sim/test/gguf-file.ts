const VERSION = 3
const TYPES = { u32: 4, f32: 6, bool: 7, text: 8, array: 9 } as const

/** A GGUF file with these key/values and one tensor of so many numbers, its data left zero, padded to a length. A null stands for a list. */
export function ggufFile(
  keyValues: Readonly<Record<string, unknown>>,
  { parameterCount, bytes }: { readonly parameterCount: number; readonly bytes: number },
): Buffer {
  const pairs = Object.entries(keyValues)
  const head = Buffer.concat([
    Buffer.from('GGUF'),
    u32(VERSION),
    u64(1),
    u64(pairs.length),
    ...pairs.flatMap(([key, value]) => [text(key), typed(value)]),
    text('token_embd.weight'),
    u32(1),
    u64(parameterCount),
    u32(0),
    u64(0),
  ])
  return Buffer.concat([head], bytes)
}

function typed(value: unknown): Buffer {
  if (typeof value === 'string') return Buffer.concat([u32(TYPES.text), text(value)])
  if (typeof value === 'boolean') return Buffer.concat([u32(TYPES.bool), Buffer.from([Number(value)])])
  if (typeof value === 'number') {
    return Buffer.concat(Number.isInteger(value) ? [u32(TYPES.u32), u32(value)] : [u32(TYPES.f32), f32(value)])
  }
  return Buffer.concat([u32(TYPES.array), u32(TYPES.text), u64(1), text('a')])
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}

function f32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatLE(value)
  return bytes
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([u64(bytes.length), bytes])
}
