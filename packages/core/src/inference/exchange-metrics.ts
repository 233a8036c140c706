import type { Clock } from '../kernel/clock.ts'
import type { AnyMetric, Labels, Metric } from '../kernel/contributions.ts'
import { createCounter } from '../kernel/metrics/counter.ts'
import { createHistogram } from '../kernel/metrics/histogram.ts'
import type { ActivityTracker } from '../models/activity/activity-tracker.ts'
import type { EndedExchange } from './ended-exchange.ts'

export interface ExchangeMetrics {
  note(ended: EndedExchange): void
  /** The same, counted while a reply is under way. */
  counting(begin: ActivityTracker['begin']): ActivityTracker['begin']
  readonly metrics: readonly AnyMetric[]
}

const doublings = (first: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => Number((first * 2 ** index).toPrecision(6)))

/** Loading a large model takes minutes: up to 655 s. */
const durations = doublings(0.01, 17)
/** Up to 640 s. */
const firstTokens = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, ...doublings(0.625, 11)]
/** From 400 tokens a second to less than one. */
const perToken = doublings(0.0025, 10)
/** As the GenAI conventions of OpenTelemetry have them, up to the longest contexts there are. */
const tokens = Array.from({ length: 12 }, (_, index) => 4 ** index)

/** One series a model and server costs dozens of lines in a scrape: so many were used last. */
const maxModels = 200

/**
 * How replies went since the start, by the names of the GenAI conventions of OpenTelemetry. `isKnown` is false for the labels of
 * models that are gone.
 */
export function createExchangeMetrics(clock: Clock, isKnown: (labels: Labels) => boolean): ExchangeMetrics {
  const common = { maxSeries: maxModels, isKept: isKnown, now: clock.now }
  const byModel = ['instance_name', 'model']
  const duration = createHistogram({
    ...common,
    name: 'gen_ai_server_request_duration_seconds',
    help: 'Time from a question to the end of its reply, by how it ended',
    labelNames: [...byModel, 'status'],
    maxSeries: 2 * maxModels,
    bounds: durations,
  })
  const firstToken = createHistogram({
    ...common,
    name: 'gen_ai_server_time_to_first_token_seconds',
    help: 'Time from a question to the first word of its reply, with the load of the model',
    labelNames: byModel,
    bounds: firstTokens,
  })
  const outputToken = createHistogram({
    ...common,
    name: 'gen_ai_server_time_per_output_token_seconds',
    help: 'Time per token of a reply after its first one, as Ollama measured it',
    labelNames: byModel,
    bounds: perToken,
  })
  const usage = createHistogram({
    ...common,
    name: 'gen_ai_client_token_usage',
    help: 'Tokens of a prompt (input) and of its reply (output)',
    labelNames: [...byModel, 'token_type'],
    maxSeries: 2 * maxModels,
    bounds: tokens,
  })
  const loads = createHistogram({
    ...common,
    name: 'ollama_model_load_duration_seconds',
    help: 'Time that a reply waited for its model to be loaded, where it was not in memory',
    labelNames: byModel,
    bounds: durations,
  })
  const truncated = createCounter({
    ...common,
    name: 'ollama_prompts_truncated_total',
    help: 'Prompts that were longer than the context, so that part of them was left out',
    labelNames: byModel,
  })

  const underWay = new Map<string, { readonly labels: Labels; value: number }>()
  const requests: Metric = {
    type: 'gauge',
    name: 'ollama_model_requests_in_progress',
    help: 'Replies that are asked for and have not ended',
    labelNames: byModel,
    samples: () => [...underWay.values()],
  }
  function step(labels: Labels, by: 1 | -1) {
    const key = JSON.stringify(labels)
    const value = (underWay.get(key)?.value ?? 0) + by
    if (value > 0) underWay.set(key, { labels, value })
    else underWay.delete(key)
  }

  return {
    metrics: [duration, firstToken, outputToken, usage, loads, truncated, requests],
    counting: (begin) => (instance, model) => {
      const of = { instance_name: instance.name, model: model.name }
      const counted = begin(instance, model)
      step(of, 1)
      return {
        count: counted.count,
        end(contextUsed) {
          step(of, -1)
          counted.end(contextUsed)
        },
      }
    },
    note({ instance, model, outcome, seconds, firstTokenSeconds, metrics, traceId }) {
      if (outcome === null) return
      const of = { instance_name: instance.name, model }
      duration.observe({ ...of, status: outcome }, seconds, traceId)
      if (firstTokenSeconds !== null) firstToken.observe(of, firstTokenSeconds, traceId)
      if (!metrics) return
      const { tokens_per_second, prompt_tokens, completion_tokens, load_seconds, prompt_truncated } = metrics
      if (tokens_per_second) outputToken.observe(of, 1 / tokens_per_second, traceId)
      if (prompt_tokens !== null) usage.observe({ ...of, token_type: 'input' }, prompt_tokens, traceId)
      if (completion_tokens !== null) usage.observe({ ...of, token_type: 'output' }, completion_tokens, traceId)
      if (load_seconds) loads.observe(of, load_seconds, traceId)
      if (prompt_truncated) truncated.add(of)
    },
  }
}
