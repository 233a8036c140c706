import type { IncomingMessage } from 'node:http'
import { ApiError } from './api-error.ts'

export type Body = Readonly<Record<string, unknown>>

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** The Go types of the fields of one request, by which a wrong value is refused. Fields not named here are not checked. */
export interface GoStruct {
  readonly name: string
  readonly fields: Readonly<Record<string, GoType>>
}

type GoType =
  | 'string'
  | 'bool'
  | 'int'
  | 'map[string]interface {}'
  | 'map[string]string'
  | '[]api.Message'
  | '[]string'
  | 'api.Tools'

const FITS: Readonly<Record<GoType, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  bool: (value) => typeof value === 'boolean',
  int: (value) => typeof value === 'number',
  'map[string]interface {}': isObject,
  'map[string]string': isObject,
  '[]api.Message': Array.isArray,
  '[]string': Array.isArray,
  'api.Tools': Array.isArray,
}

/** A request's JSON, refused with the words of Go's decoder. */
export function bindJson(bytes: Buffer, struct: GoStruct): Body {
  const text = bytes.toString()
  if (text === '') throw new ApiError(400, 'missing request body')
  const body = parse(text)
  if (body === null) return {}
  if (!isObject(body)) {
    throw new ApiError(400, `json: cannot unmarshal ${jsonKind(body)} into Go value of type api.${struct.name}`)
  }
  for (const [field, type] of Object.entries(struct.fields)) {
    const value = body[field]
    if (value !== undefined && value !== null && !FITS[type](value)) {
      const into = `Go struct field ${struct.name}.${field} of type ${type}`
      throw new ApiError(400, `json: cannot unmarshal ${jsonKind(value)} into ${into}`)
    }
  }
  return body
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const at = errorPosition(error, text.length)
    const found = text.slice(at, at + 1)
    throw new ApiError(
      400,
      found === '' ? 'unexpected EOF' : `invalid character '${found}' looking for beginning of value`,
    )
  }
}

/** Where the parser stopped; it names no place when the text ended too early. */
function errorPosition(error: unknown, length: number): number {
  const message = error instanceof Error ? error.message : ''
  if (message.startsWith('Unterminated string')) return length
  return Number(/position (\d+)/.exec(message)?.[1] ?? length)
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  return typeof value === 'boolean' ? 'bool' : typeof value
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
