import { currentSpan, failSpan, type Span } from '../kernel/tracing/span.ts'
import { currentTrace } from '../kernel/tracing/trace-context.ts'
import type { ChatCall, ChatLine } from './ollama.ts'
import type { OllamaCall } from './ollama-request.ts'

/** What a server is told of the trace: the span of the request to it, or where the caller stands. */
export function traceHeaders(span: Span | null): Record<string, string> {
  const trace = currentTrace()
  if (!trace) return {}
  const traceparent = span?.traceparent ?? trace.traceparent
  return { traceparent, ...(trace.tracestate !== undefined && { tracestate: trace.tracestate }) }
}

/** Marks the span, if there is one, and returns the error. */
export function failed(span: Span | null, error: unknown): unknown {
  if (span) failSpan(span, error)
  return error
}

/** Begins the span of one request to a server; null where nobody collects spans. Its path is ours, and holds no secret. */
export function beginCall({ method, path, model }: OllamaCall, server: URL): Span | null {
  const span = currentSpan()
  if (!span) return null
  return span.begin(`${method} ${path}`, {
    kind: 'client',
    attributes: {
      'http.request.method': method,
      'url.template': path,
      ...placeOf(server),
      'gen_ai.request.model': model,
    },
  })
}

const placeOf = ({ hostname, port, protocol }: URL) => ({
  'server.address': hostname,
  'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
})

/** A chat is told in the words of OpenTelemetry's conventions for generative AI; of what is said, nothing is. */
export function beginChat({ model, options, think }: ChatCall, server: URL): Span | null {
  const span = currentSpan()
  if (!span) return null
  const count = (name: string) => {
    const value = options?.[name]
    return typeof value === 'number' ? value : null
  }
  return span.begin(`chat ${model}`, {
    kind: 'client',
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'ollama',
      // Its name before semantic conventions 1.37, which many collectors still look for.
      'gen_ai.system': 'ollama',
      'gen_ai.output.type': 'text',
      ...placeOf(server),
      'gen_ai.request.model': model,
      'gen_ai.request.temperature': count('temperature'),
      'gen_ai.request.top_p': count('top_p'),
      'gen_ai.request.top_k': count('top_k'),
      'gen_ai.request.max_tokens': count('num_predict'),
      'gen_ai.request.seed': count('seed'),
      'ollama.request.num_ctx': count('num_ctx'),
      'ollama.request.think': think === undefined ? null : String(think).slice(0, 16),
    },
  })
}

/**
 * Notes how a reply went, with its last line. Ollama tells how long it took to load the model, to read the prompt and to
 * write: these become spans that end one after the other, the last one now.
 */
export function endChat(span: Span, line: ChatLine, now: number): void {
  const { doneReason, promptTokens, completionTokens } = line
  const { loadDurationNs, promptDurationNs, evalDurationNs } = line
  span.set({
    'gen_ai.response.finish_reasons': doneReason === null ? null : [doneReason],
    'gen_ai.usage.input_tokens': promptTokens,
    'gen_ai.usage.output_tokens': completionTokens,
    'ollama.load_duration_ms': msOf(loadDurationNs),
    'ollama.prompt_eval_duration_ms': msOf(promptDurationNs),
    'ollama.eval_duration_ms': msOf(evalDurationNs),
  })
  let endedAt = now
  for (const [name, ns] of [
    ['generation', evalDurationNs],
    ['prompt', promptDurationNs],
    ['load', loadDurationNs],
  ] as const) {
    const ms = msOf(ns)
    if (ms === null) continue
    const startedAt = endedAt - ms
    span.begin(name, { startedAt }).end(endedAt)
    endedAt = startedAt
  }
}

const msOf = (ns: number | null): number | null => (ns === null ? null : ns / 1e6)
