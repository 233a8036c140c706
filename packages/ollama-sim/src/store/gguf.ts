/** What the head of a GGUF file tells of its model; its tensors' data is not looked at. */
export interface Gguf {
  /** In the order of the file, arrays and all. */
  readonly keyValues: Readonly<Record<string, unknown>>
  /** Numbers in all tensors together. */
  readonly parameterCount: number
}

const MAGIC = 'GGUF'

/** Reads the head of a GGUF file of version 2 or 3, little endian; undefined for anything else. */
export function readGguf(bytes: Buffer): Gguf | undefined {
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined
  try {
    return readHead(bytes)
  } catch (error) {
    // A file that was cut off.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function readHead(bytes: Buffer): Gguf | undefined {
  const read = createReader(bytes)
  // Looked at already.
  read.skip(MAGIC.length)
  const version = read.u32()
  if (version < 2 || version > 3) return undefined
  const tensors = read.u64()
  const pairs = read.u64()
  const keyValues: Record<string, unknown> = {}
  for (let pair = 0; pair < pairs; pair += 1) {
    const key = read.text()
    keyValues[key] = read.value(read.u32())
  }
  let parameterCount = 0
  for (let tensor = 0; tensor < tensors; tensor += 1) {
    read.text()
    const dimensions = Array.from({ length: read.u32() }, () => read.u64())
    parameterCount += dimensions.reduce((product, dimension) => product * dimension, 1)
    read.u32() // its type
    read.u64() // its offset
  }
  return { keyValues, parameterCount }
}

/** The types of GGUF's values by their number: how each is read, and the bytes it takes. */
const SCALARS: Readonly<Record<number, readonly [(bytes: Buffer, at: number) => unknown, number]>> = {
  0: [(bytes, at) => bytes.readUInt8(at), 1],
  1: [(bytes, at) => bytes.readInt8(at), 1],
  2: [(bytes, at) => bytes.readUInt16LE(at), 2],
  3: [(bytes, at) => bytes.readInt16LE(at), 2],
  4: [(bytes, at) => bytes.readUInt32LE(at), 4],
  5: [(bytes, at) => bytes.readInt32LE(at), 4],
  6: [(bytes, at) => shortestFloat(bytes.readFloatLE(at)), 4],
  7: [(bytes, at) => bytes.readUInt8(at) !== 0, 1],
  10: [(bytes, at) => Number(bytes.readBigUInt64LE(at)), 8],
  11: [(bytes, at) => Number(bytes.readBigInt64LE(at)), 8],
  12: [(bytes, at) => bytes.readDoubleLE(at), 8],
}
const TEXT = 8
const ARRAY = 9

// Go prints a float32 with as many digits as tell it from its neighbours: 0.00001, not 0.000009999999747378752.
const shortestFloat = (value: number) => Number(value.toPrecision(7))

function createReader(bytes: Buffer) {
  let at = 0
  const scalar = (type: number): unknown => {
    const reader = SCALARS[type]
    if (reader === undefined) throw new RangeError(`GGUF has no type ${type}`)
    const [readAt, length] = reader
    const value = readAt(bytes, at)
    at += length
    return value
  }
  const u32 = () => Number(scalar(4))
  const u64 = () => Number(scalar(10))
  const text = () => {
    const length = u64()
    if (at + length > bytes.length) throw new RangeError('the file ends within a text')
    at += length
    return bytes.toString('utf8', at - length, at)
  }
  const value = (type: number): unknown => {
    if (type === TEXT) return text()
    if (type !== ARRAY) return scalar(type)
    const itemType = u32()
    const length = u64()
    if (length > bytes.length) throw new RangeError('the file ends within a list')
    return Array.from({ length }, () => value(itemType))
  }
  return {
    u32,
    u64,
    text,
    value,
    skip: (length: number) => {
      at += length
    },
  }
}
