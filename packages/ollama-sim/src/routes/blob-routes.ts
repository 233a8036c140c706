import { createHash } from 'node:crypto'
import { ApiError } from '../http/api-error.ts'
import type { Exchange } from '../http/exchange.ts'
import type { Machine } from '../machine.ts'
import { readGguf } from '../store/gguf.ts'
import { sendEmpty } from '../text/reply.ts'

export const BLOBS_PATH = '/api/blobs/'

/** HEAD /api/blobs/:digest: whether the file is there. */
export function headBlob(machine: Machine, exchange: Exchange): void {
  const digest = digestIn(exchange)
  if (machine.store.blobs.find(normal(digest)) === undefined) {
    throw new ApiError(404, `blob ${JSON.stringify(digest)} not found`)
  }
  sendEmpty(exchange, 200)
}

/** POST /api/blobs/:digest: the raw file. One that is there already is neither read nor compared. */
export function createBlob(machine: Machine, exchange: Exchange): void {
  const { store } = machine
  const digest = digestIn(exchange)
  if (store.blobs.find(normal(digest)) !== undefined) {
    sendEmpty(exchange, 200)
    return
  }
  const { body } = exchange
  const found = `sha256:${createHash('sha256').update(body).digest('hex')}`
  // The server compares after it has stored the file, under the digest it found.
  store.blobs.add(found, { size: body.length, gguf: readGguf(body) })
  if (found !== digest) {
    throw new ApiError(400, `digest mismatch, expected ${JSON.stringify(digest)}, got ${JSON.stringify(found)}`)
  }
  sendEmpty(exchange, 201)
}

/** `sha256:` and 64 hex digits, or a refusal. */
export function readDigest(digest: string): string {
  if (!/^sha256[:-][0-9a-f]{64}$/i.test(digest)) throw new ApiError(400, 'invalid digest format')
  return normal(digest)
}

function digestIn({ path }: Exchange): string {
  const digest = path.slice(BLOBS_PATH.length)
  readDigest(digest)
  return digest
}

const normal = (digest: string) => digest.replace('-', ':')
