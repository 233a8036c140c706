/** A span as a receiver of OTLP reads it. */
export interface ReceivedSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentId: string
  readonly traceState: string
  readonly name: string
  readonly kind: number
  /** Nanoseconds since the epoch. */
  readonly startedAt: bigint
  readonly endedAt: bigint
  readonly attributes: Readonly<Record<string, unknown>>
  /** 2 for an error. */
  readonly status: number
  readonly resource: Readonly<Record<string, unknown>>
}

type Field = readonly [number: number, value: bigint | Buffer]

/** Source: the wire format of Protocol Buffers. Groups, which OTLP has none of, are not read. */
function fieldsOf(bytes: Buffer): Field[] {
  const fields: Field[] = []
  let at = 0
  const varint = () => {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at] ?? 0
      at += 1
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
  }
  const take = (length: number) => {
    at += length
    return bytes.subarray(at - length, at)
  }
  while (at < bytes.length) {
    const tag = varint()
    const type = Number(tag & 7n)
    const value = type === 0 ? varint() : take(type === 1 ? 8 : type === 5 ? 4 : Number(varint()))
    fields.push([Number(tag >> 3n), value])
  }
  return fields
}

const all = (fields: readonly Field[], number: number): Buffer[] =>
  fields.flatMap(([one, value]) => (one === number && value instanceof Buffer ? [value] : []))
const one = (fields: readonly Field[], number: number): Buffer => all(fields, number)[0] ?? Buffer.alloc(0)
const count = (fields: readonly Field[], number: number): number =>
  Number(fields.find(([field]) => field === number)?.[1] ?? 0)

/** The numbers are those of trace.proto, resource.proto and common.proto of OpenTelemetry. */
export function spansIn(request: Buffer): ReceivedSpan[] {
  return all(fieldsOf(request), 1).flatMap((ofResource) => {
    const resource = attributesOf(fieldsOf(one(fieldsOf(ofResource), 1)), 1)
    const scopes = all(fieldsOf(ofResource), 2)
    return scopes.flatMap((scope) => all(fieldsOf(scope), 2).map((span) => spanOf(fieldsOf(span), resource)))
  })
}

const spanOf = (fields: readonly Field[], resource: ReceivedSpan['resource']): ReceivedSpan => ({
  traceId: one(fields, 1).toString('hex'),
  spanId: one(fields, 2).toString('hex'),
  traceState: one(fields, 3).toString(),
  parentId: one(fields, 4).toString('hex'),
  name: one(fields, 5).toString(),
  kind: count(fields, 6),
  startedAt: one(fields, 7).readBigUInt64LE(),
  endedAt: one(fields, 8).readBigUInt64LE(),
  attributes: attributesOf(fields, 9),
  status: count(fieldsOf(one(fields, 15)), 3),
  resource,
})

const attributesOf = (fields: readonly Field[], number: number): Record<string, unknown> =>
  Object.fromEntries(
    all(fields, number).map((pair) => [
      one(fieldsOf(pair), 1).toString(),
      anyValueOf(fieldsOf(one(fieldsOf(pair), 2))),
    ]),
  )

/** Of an AnyValue. */
function anyValueOf([field]: readonly Field[]): unknown {
  const [number, value] = field ?? [0, 0n]
  if (!(value instanceof Buffer)) return number === 2 ? value === 1n : Number(value)
  if (number === 4) return value.readDoubleLE()
  if (number === 5) return all(fieldsOf(value), 1).map((item) => anyValueOf(fieldsOf(item)))
  return value.toString()
}
