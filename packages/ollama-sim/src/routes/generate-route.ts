import { complete, readAsked } from '../engine/completion.ts'
import { fitPrompt } from '../engine/prompt-length.ts'
import { ApiError } from '../http/api-error.ts'
import type { Exchange } from '../http/exchange.ts'
import { textOf } from '../http/request-body.ts'
import type { Machine } from '../machine.ts'
import { countTokens, tokenIds } from '../text/tokens.ts'
import { checkImages } from '../text/vision.ts'

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
  const { body, model, asked, request } = readAsked(machine, exchange, GENERATE_REQUEST)
  const raw = body['raw'] === true
  if (raw && [body['system'], body['template'], body['context']].some(Boolean)) {
    throw new ApiError(400, 'raw mode does not support template, system, or context')
  }

  const text = textOf(body['prompt'])
  const prompt = raw ? text : `${textOf(body['system']) || (model.system ?? '')} ${text}${textOf(body['suffix'])}`
  await complete(machine, exchange, {
    name: 'generate',
    model,
    asked,
    request,
    isEmpty: text === '',
    needs: textOf(body['suffix']) === '' ? [] : ['insert'],
    prompt,
    begun: '',
    fit(context) {
      checkImages(machine, model, body['images'])
      return fitPrompt(countTokens(prompt), context, request.truncate, machine.habits)
    },
    toolCalls: [],
    say: ({ text, thinking }) => (thinking ? { response: '', thinking: text } : { response: text }),
    conclude: (outcome) => (raw ? {} : { context: tokenIds(prompt, outcome.promptTokens + outcome.evalTokens) }),
  })
}
