import { complete, readAsked } from '../engine/completion.ts'
import { exampleOf, type ToolCall } from '../engine/inference.ts'
import { fitMessages } from '../engine/prompt-length.ts'
import type { Exchange } from '../http/exchange.ts'
import { isObject, textOf } from '../http/request-body.ts'
import type { Machine } from '../machine.ts'
import { countTokens } from '../text/tokens.ts'
import { checkImages } from '../text/vision.ts'

const CHAT_REQUEST = {
  name: 'ChatRequest',
  fields: {
    model: 'string',
    messages: '[]api.Message',
    tools: 'api.Tools',
    stream: 'bool',
    truncate: 'bool',
    shift: 'bool',
    logprobs: 'bool',
    top_logprobs: 'int',
    options: 'map[string]interface {}',
  },
} as const

/** POST /api/chat. No messages load the model, and with keep_alive 0 unload it. */
export async function chat(machine: Machine, exchange: Exchange): Promise<void> {
  const { body, model, asked, request } = readAsked(machine, exchange, CHAT_REQUEST)
  const messages = objectsOf(body['messages'])
  const tools = objectsOf(body['tools'])
  const texts = messages.map((message) => textOf(message['content']))
  // A reply at the end is the beginning of the one that is asked for.
  const begun = messages.at(-1)?.['role'] === 'assistant' ? (texts.at(-1) ?? '') : ''

  await complete(machine, exchange, {
    name: 'chat',
    model,
    asked,
    request,
    isEmpty: messages.length === 0,
    needs: tools.length > 0 ? ['tools'] : [],
    prompt: (begun === '' ? texts : texts.slice(0, -1)).join('\n'),
    begun,
    fit(context) {
      checkImages(
        machine,
        model,
        messages.flatMap((message) => message['images'] ?? []),
      )
      // Each message costs a few tokens besides its text.
      const tokens = texts.map((text) => countTokens(text) + TOKENS_AROUND_A_MESSAGE)
      return fitMessages(tokens, context, request.truncate, machine.habits)
    },
    toolCalls: begun !== '' || messages.at(-1)?.['role'] === 'tool' ? [] : callsOf(tools),
    say: ({ text, thinking, toolCalls }) => ({
      message: {
        role: 'assistant',
        content: thinking ? '' : text,
        ...(thinking ? { thinking: text } : {}),
        ...(toolCalls === undefined ? {} : { tool_calls: toolCalls }),
      },
    }),
    conclude: () => ({}),
  })
}

const TOKENS_AROUND_A_MESSAGE = 5

const objectsOf = (value: unknown) => (Array.isArray(value) ? value.filter(isObject) : [])

/** The model calls the first tool it is offered, with the plainest arguments its schema allows. */
function callsOf(tools: readonly Readonly<Record<string, unknown>>[]): ToolCall[] {
  const offered = tools[0]?.['function']
  if (!isObject(offered)) return []
  const example = exampleOf(offered['parameters'])
  return [
    {
      id: 'call_1',
      function: { index: 0, name: textOf(offered['name']), arguments: isObject(example) ? example : {} },
    },
  ]
}
