import type { Precondition } from '@ollama-dashboard/core'
import type { FastifyRequest } from 'fastify'

/** An answer that its caller can name in `If-Match` when it changes what was answered. */
export class Tagged<T> {
  readonly value: T
  readonly etag: string

  constructor(value: T, etag: string) {
    this.value = value
    this.etag = etag
  }
}

/** `version` null: nothing is saved, which is a state that can be named too. */
export const tagged = <T>(value: T, version: string | null): Tagged<T> => new Tagged(value, tagOf(version))

const tagOf = (version: string | null): string => `"${version ?? 'none'}"`

/** What `If-Match` asks for, by RFC 9110, 13.1.1: one of these versions, or with `*` anything that is saved. */
export function preconditionOf({ headers }: FastifyRequest): Precondition | undefined {
  const given = headers['if-match']
  if (given === undefined) return undefined
  const tags = given.split(',').flatMap(formsOf)
  return (version) => (tags.includes('*') && version !== null) || tags.includes(tagOf(version))
}

/**
 * A tag as it was given, and as it was before a proxy compressed the answer: that makes it weak (nginx, Cloudflare) or adds
 * the name of the coding (Apache's DeflateAlterETag, Caddy). Ours name a version, so that these forms all mean the same.
 */
function formsOf(given: string): readonly string[] {
  const tag = given.trim().replace(/^W\//, '')
  return [tag, tag.replace(/-(?:gzip|br|zstd)"$/, '"')]
}

/** The tag of the same answer, compressed: other bytes have another tag. */
export const gzipTagOf = (etag: string): string => etag.replace(/"$/, '-gzip"')

/** Whether `If-None-Match` names this tag; weak and strong tags are alike here (RFC 9110, 13.1.2). */
export function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  if (ifNoneMatch === etag || ifNoneMatch === '*') return true
  return ifNoneMatch.split(',').flatMap(formsOf).includes(etag)
}
