import { isUtf8 } from 'node:buffer'
import type { FieldError } from '@ollama-dashboard/contracts'
import { JsonBeyondLimits, jsonLimits, readJson, readJsonInParts } from '@ollama-dashboard/core'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { parse as parseSecurely } from 'secure-json-parse'
import { invalid } from './problem.ts'

/** Characters that are looked at in one go, without a promise: nearly every body is shorter. */
const shortBody = 65_536

/**
 * Long bodies with parts: 30 MB of conversations have some 600,000 values, and the objects made of as many as this take
 * 100 MB of memory.
 */
const maxValuesOfAllParts = 2_000_000

const limitsInParts = { ...jsonLimits, maxValuesOfAllParts }

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The depth at which the parts of a long body stand, which are parsed one after the other. */
    bodyParts?: number
  }
}

/**
 * Takes JSON alone: a form or plain text could be sent by a foreign page without asking first. What a body holds is
 * counted before anything is made of it, since a few MB of brackets would keep everybody waiting.
 */
export function acceptJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    if (bytes.length === 0) return done(null, undefined)
    const unreadable = whyUnreadable(request, bytes)
    if (unreadable) return done(invalid([unreadable]))
    const body = bytes.toString('utf8')
    if (body.length > shortBody) {
      readLong(request, body).then(
        (value) => done(null, value),
        (error) => done(refusal(error)),
      )
      return
    }
    try {
      done(null, readJson(body, parse))
    } catch (error) {
      done(refusal(error))
    }
  })
}

/** Decoded all the same, each letter that is not in UTF-8 would be lost without a word. */
function whyUnreadable({ headers }: FastifyRequest, bytes: Buffer): FieldError | null {
  const { 'content-encoding': encoding = 'identity' } = headers
  if (encoding.toLowerCase() !== 'identity') {
    return { path: '/headers/content-encoding', message: 'must be absent: compressed bodies are not supported' }
  }
  return isUtf8(bytes) ? null : { path: '/body', message: 'must be UTF-8 text' }
}

function readLong({ routeOptions }: FastifyRequest, body: string): Promise<unknown> {
  const partDepth = routeOptions.config.bodyParts ?? null
  return readJsonInParts(body, { parse, partDepth, limits: partDepth === null ? jsonLimits : limitsInParts })
}

/** Refuses what would change the prototype of an object. */
const parse = (text: string): unknown => parseSecurely(text, null, { protoAction: 'error', constructorAction: 'error' })

function refusal(error: unknown): Error {
  if (error instanceof JsonBeyondLimits) return invalid([{ path: '/body', message: error.message }])
  if (error instanceof SyntaxError) {
    return invalid([{ path: '/body', message: 'must be valid JSON, without the keys "__proto__" and "constructor"' }])
  }
  return error as Error
}
