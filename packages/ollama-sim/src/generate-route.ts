import { ApiError } from './api-error.ts'
import { requireCapabilities } from './capabilities.ts'
import { type Completion, complete, loadOnly, unload } from './completion.ts'
import { checkLogprobs, readCompletionRequest } from './completion-request.ts'
import type { Exchange } from './exchange.ts'
import { findModel } from './find-model.ts'
import type { Machine } from './machine.ts'
import { fitPrompt } from './prompt-length.ts'
import { bindJson, textOf } from './request-body.ts'
import { countTokens, tokenIds } from './tokens.ts'
import { checkImages } from './vision.ts'

const GENERATE_REQUEST = {
  name: 'GenerateRequest',
  fields: {
    model: 'string',
    prompt: 'string',
    suffix: 'string',
    system: 'string',
    template: 'string',
    stream: 'bool',
    raw: 'bool',
    truncate: 'bool',
    shift: 'bool',
    logprobs: 'bool',
    top_logprobs: 'int',
    images: '[]string',
    options: 'map[string]interface {}',
  },
} as const

/** POST /api/generate. An empty prompt loads the model, and with keep_alive 0 unloads it. */
export async function generate(machine: Machine, exchange: Exchange): Promise<void> {
  const body = bindJson(exchange.body, GENERATE_REQUEST)
  const request = readCompletionRequest(body)
  const asked = textOf(body['model'])
  const model = findModel(machine, asked)
  checkLogprobs(request)
  const raw = body['raw'] === true
  if (raw && [body['system'], body['template'], body['context']].some(Boolean)) {
    throw new ApiError(400, 'raw mode does not support template, system, or context')
  }

  const text = textOf(body['prompt'])
  const prompt = raw ? text : `${textOf(body['system']) || (model.system ?? '')} ${text}${textOf(body['suffix'])}`
  const completion: Completion = {
    model,
    asked,
    request,
    prompt,
    fit(context) {
      checkImages(machine, model, body['images'])
      return fitPrompt(countTokens(prompt), context, request.truncate, machine.habits)
    },
    toolCalls: [],
    say: ({ text, thinking }) => (thinking ? { response: '', thinking: text } : { response: text }),
    conclude: (outcome) => (raw ? {} : { context: tokenIds(prompt, outcome.promptTokens + outcome.evalTokens) }),
  }

  if (text === '' && request.keepAliveMs === 0) {
    unload(machine, exchange, completion)
    return
  }
  requireCapabilities(
    model,
    asked,
    [
      'completion',
      ...(textOf(body['suffix']) === '' ? [] : (['insert'] as const)),
      ...(request.wantsThinking ? (['thinking'] as const) : []),
    ],
    'generate',
  )
  if (text === '') {
    await loadOnly(machine, exchange, completion)
    return
  }
  await complete(machine, exchange, completion)
}
