import type { Hide, Tracer } from '@ollama-dashboard/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources'
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import type { TracingConfig } from '../config/tracing.ts'
import { toTracer } from './otlp-tracer.ts'

export interface ProviderOptions {
  readonly config: TracingConfig
  readonly version: string
  readonly hide: Hide
  /** Told of each attempt to send spans, with why it failed. */
  readonly onExported: (spans: number, failure: unknown) => void
}

type ExporterOptions = NonNullable<ConstructorParameters<typeof OTLPTraceExporter>[0]>

/** A name of a model or a list of them; nothing longer is told. */
const maxValueLength = 1024

/** OpenTelemetry's part of it: everything that is loaded only where spans are collected. */
export function createProvider({ config, version, hide, onExported }: ProviderOptions) {
  const { url, headers, timeoutMs, compression, resource } = config
  const exporter = new OTLPTraceExporter({
    url: url.href,
    headers: { ...headers },
    timeoutMillis: timeoutMs,
    // Its words for it; the enum is not exported here.
    compression: compression as NonNullable<ExporterOptions['compression']>,
  })
  const provider = new TracerProvider({
    sampler: samplerOf(config),
    resource: defaultResource().merge(resourceFromAttributes({ 'service.version': version, ...resource })),
    spanLimits: { attributeValueLengthLimit: maxValueLength },
    spanProcessors: [new BatchSpanProcessor({ exporter: watched(exporter, onExported) })],
  })
  const tracer: Tracer = toTracer(provider.getTracer('ollama-dashboard', version), hide)
  return { tracer, shutdown: () => provider.shutdown() }
}

const watched = (exporter: SpanExporter, onExported: ProviderOptions['onExported']): SpanExporter => ({
  export: (spans, done) =>
    exporter.export(spans, (result) => {
      // The exporter's codes: 0 for what was taken.
      onExported(spans.length, result.code === 0 ? null : (result.error ?? new Error('The export failed.')))
      done(result)
    }),
  shutdown: () => exporter.shutdown(),
})

function samplerOf({ sampler, ratio }: TracingConfig): Sampler {
  const roots = {
    always_on: () => new AlwaysOnSampler(),
    always_off: () => new AlwaysOffSampler(),
    traceidratio: () => new TraceIdRatioBasedSampler(ratio),
  }
  const [, parentBased, root] = /^(parentbased_)?(.+)$/.exec(sampler) ?? []
  const made = roots[root as keyof typeof roots]()
  return parentBased ? new ParentBasedSampler({ root: made }) : made
}
