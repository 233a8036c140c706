import { parseKeepAlive } from '../engine/keep-alive.ts'
import type { Options } from '../engine/runner-options.ts'
import { ApiError } from './api-error.ts'
import { type Body, isObject } from './request-body.ts'

/** What generate and chat share, read and refused in the order Ollama does. */
export interface CompletionRequest {
  readonly streams: boolean
  readonly keepAliveMs: number | undefined
  readonly options: Options
  readonly truncate: boolean
  readonly shift: boolean
  /** True when thinking was asked for in so many words. */
  readonly wantsThinking: boolean
  readonly refusesThinking: boolean
  readonly format: unknown
  readonly logprobs: boolean
  readonly topLogprobs: number
}

const THINK_WORDS = ['high', 'medium', 'low', 'max']

export function readCompletionRequest(body: Body): CompletionRequest {
  const { think, options, format } = body as Readonly<Record<'think' | 'options' | 'format', unknown>>
  if (typeof think === 'string' && !THINK_WORDS.includes(think)) {
    const allowed = '"high", "medium", "low", "max", true, or false'
    throw new ApiError(400, `invalid think value: ${JSON.stringify(think)} (must be ${allowed})`)
  }
  return {
    streams: body['stream'] !== false,
    keepAliveMs: parseKeepAlive(body['keep_alive']),
    options: isObject(options) ? options : {},
    truncate: body['truncate'] !== false,
    shift: body['shift'] !== false,
    wantsThinking: think === true || typeof think === 'string',
    refusesThinking: think === false,
    format,
    logprobs: body['logprobs'] === true,
    topLogprobs: typeof body['top_logprobs'] === 'number' ? body['top_logprobs'] : 0,
  }
}

export function checkLogprobs({ topLogprobs }: CompletionRequest): void {
  if (topLogprobs < 0 || topLogprobs > 20) throw new ApiError(400, 'top_logprobs must be between 0 and 20')
}
