import type { ConversationMessage } from '@ollama-dashboard/contracts'
import { type DemoPast, type PastConversation, truncatedDetail } from '@ollama-dashboard/core'
import type { PastRequest, SimulatedPast } from '@ollama-dashboard/ollama-sim'
import { chatsAboutCode } from './chats-about-code.ts'
import { chatsAboutLife } from './chats-about-life.ts'
import { cutPromptAlert } from './cut-prompt-alert.ts'

/** A chat that somebody had with a model, without its times. */
export interface DemoChat {
  readonly id: string
  /** Its first question when absent. */
  readonly title?: string
  readonly model: string
  /** In which of the model's sittings, counted from the latest one: 0, 1, … */
  readonly sitting: number
  /** Which requests of it are its own: the last ones, or else the first. */
  readonly atItsEnd?: boolean
  readonly exchanges: readonly DemoExchange[]
}

export interface DemoExchange {
  readonly question: string
  readonly thought?: string
  readonly reply: string
  /** Somebody stopped it. */
  readonly stopped?: boolean
  /** Tokens of its prompt, if they were too many for the context. */
  readonly uncutTokens?: number
}

/** The chats of the past. Each exchange is one of the requests to its model. */
export const conversationsPast =
  (week: SimulatedPast): DemoPast =>
  async ({ conversation, event, alert, instance }) => {
    for (const chat of [...chatsAboutCode, ...chatsAboutLife]) {
      const told = conversationOf(chat, week)
      await conversation(told)
      for (const { model = chat.model, created_at, metrics } of told.messages) {
        if (!metrics?.prompt_truncated) continue
        const detail = truncatedDetail(metrics.prompt_tokens_uncut, metrics.context_length)
        event({ type: 'prompt.truncated', instance, model, detail }, Date.parse(created_at))
        await alert(cutPromptAlert({ instance, model, metrics, at: created_at }))
      }
    }
  }

function conversationOf(
  { exchanges, sitting, atItsEnd = false, ...chat }: DemoChat,
  week: SimulatedPast,
): PastConversation {
  const answered = week.requests.filter(({ model, failed }) => model === chat.model && !failed)
  const sittings = [...Map.groupBy(answered, (request) => request.sitting).values()]
  const requests = sittings.at(-1 - sitting) ?? sittings[0] ?? []
  const own = atItsEnd ? requests.slice(-exchanges.length) : requests
  let before = ''
  const messages = exchanges.flatMap((exchange, index) => {
    const request = own[index]
    if (!request) return []
    before += exchange.question
    const both = messagesOf(exchange, request, before)
    before += exchange.reply
    return both
  })
  return { ...chat, messages }
}

function messagesOf(exchange: DemoExchange, request: PastRequest, prompt: string) {
  const { question, thought, reply, stopped = false } = exchange
  const { model } = request
  return [
    { role: 'user', content: question, created_at: timestamp(request.at) },
    {
      role: 'assistant',
      content: reply,
      model,
      ...(thought !== undefined && { thinking: thought }),
      ...(stopped ? { interrupted: true } : { metrics: metricsOf(exchange, request, prompt) }),
      created_at: timestamp(request.endedAt),
    },
  ] satisfies ConversationMessage[]
}

/** As the engine would have counted and timed it. */
function metricsOf({ thought = '', reply, uncutTokens }: DemoExchange, request: PastRequest, prompt: string) {
  const { numCtx, loadMs, firstTokenMs, tokensPerSecond } = request
  const isCut = uncutTokens !== undefined
  const completion = tokensIn(thought + reply)
  const promptTokens = isCut ? numCtx - completion : tokensIn(prompt)
  const readMs = ((firstTokenMs - loadMs) * promptTokens) / request.promptTokens
  return {
    time_to_first_token_ms: Math.round(loadMs + readMs + 60),
    tokens_per_second: Math.round(tokensPerSecond * 10) / 10,
    prompt_tokens: promptTokens,
    completion_tokens: completion,
    load_seconds: Math.round(loadMs / 10) / 100,
    context_used_percent: Math.round(((promptTokens + completion) / numCtx) * 1000) / 10,
    prompt_truncated: isCut,
    ...(isCut && { prompt_tokens_uncut: uncutTokens }),
    context_length: numCtx,
    context_needed: isCut ? numCtx * 2 : null,
    context_needed_fits: isCut ? ('yes' as const) : null,
    done_reason: 'stop',
  }
}

/** What tokenizers make of English and code, roughly. */
const tokensIn = (text: string): number => Math.ceil(text.length / 3.8)

const timestamp = (ms: number): string => new Date(ms).toISOString()
