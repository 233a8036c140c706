import type { Hide, Span, SpanAttributes, SpanOptions, Trace, Tracer } from '@ollama-dashboard/core'
import {
  type Attributes,
  type AttributeValue,
  type Context,
  createTraceState,
  type Span as OtelSpan,
  type Tracer as OtelTracer,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'

const kinds = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
} as const satisfies Record<NonNullable<SpanOptions['kind']>, SpanKind>

/** Core's spans as OpenTelemetry's. What `hide` knows to be a secret stands in none of their texts. */
export function toTracer(tracer: OtelTracer, hide: Hide): Tracer {
  function begin(name: string, { kind = 'internal', attributes = {}, startedAt }: SpanOptions, around: Context): Span {
    const options = {
      kind: kinds[kind],
      attributes: attributesOf(attributes),
      ...(startedAt !== undefined && { startTime: startedAt }),
    }
    return toSpan(tracer.startSpan(hide(name), options, around))
  }

  function toSpan(span: OtelSpan): Span {
    const { traceId, spanId, traceFlags } = span.spanContext()
    let isEnded = false
    return {
      traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`,
      get isEnded() {
        return isEnded
      },
      begin: (name, options = {}) => begin(name, options, trace.setSpan(ROOT_CONTEXT, span)),
      set: (attributes) => void span.setAttributes(attributesOf(attributes)),
      fail(code) {
        span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', code)
      },
      end(endedAt) {
        if (isEnded) return
        isEnded = true
        span.end(endedAt)
      },
    }
  }

  function attributesOf(given: SpanAttributes): Attributes {
    const attributes: Record<string, AttributeValue> = {}
    for (const [name, value] of Object.entries(given)) {
      if (value === null || value === undefined) continue
      if (typeof value === 'string') attributes[name] = hide(value)
      else attributes[name] = typeof value === 'object' ? value.map(hide) : value
    }
    return attributes
  }

  return { begin: (name, { caller, ...options }) => begin(name, options, caller ? remote(caller) : ROOT_CONTEXT) }
}

function remote({ traceparent, tracestate }: Trace): Context {
  const [, traceId = '', spanId = '', flags = '00'] = traceparent.split('-')
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16),
    isRemote: true,
    ...(tracestate !== undefined && { traceState: createTraceState(tracestate) }),
  })
}
