import type { Signals } from '../alert-signals.ts'
import type { Figures, Read, Reading } from './alert-rule.ts'
import { duration, withUnit } from './rule-metrics.ts'

const count = (value: number): string => value.toLocaleString('en')
const times = (value: number): string => (value === 1 ? 'once' : `${count(value)} times`)

export const unreachable: Read = ({ servers }) =>
  servers.map(({ name, isReachable, isStopped, sinceSeconds, problem }) => ({
    instance: name,
    model: null,
    value: isReachable === null ? null : isReachable || isStopped ? 0 : Math.max(1, Math.round(sinceSeconds)),
    tell: () => ({
      title: 'Ollama is unreachable',
      description: `No answer for ${duration(sinceSeconds)}${problem ? `: ${problem}` : '.'} Start Ollama, or check its address.`,
    }),
  }))

export const failingCollectors: Read = ({ servers }) =>
  servers.map(({ name, collectors }) => {
    const worst = collectors.toSorted((a, b) => b.failures - a.failures)[0]
    return {
      instance: name,
      model: null,
      value: worst?.failures ?? null,
      tell: () => ({
        title: 'Polling of Ollama fails',
        description: `"${worst?.name}" failed ${count(worst?.failures ?? 0)} times in a row: ${worst?.problem ?? 'no reason is known.'} What is shown of it is old.`,
      }),
    }
  })

/** Bad while a part of the dashboard is not healthy; with `status` only while it is that. */
export const findingOf =
  (names: readonly string[], title: string, remedy: string, status?: 'unhealthy'): Read =>
  ({ findings }) => {
    const found = findings.filter(({ name }) => names.includes(name))
    const bad = found.filter((one) => (status ? one.status === status : one.status !== 'healthy'))
    return [
      {
        instance: null,
        model: null,
        value: found.length === 0 ? null : bad.length,
        tell: () => ({ title, description: [...bad.map(({ detail }) => detail), remedy].join(' ') }),
      },
    ]
  }

/** Groups what was signalled by server and model. */
function bySubject<K extends 'cut' | 'slow'>({ signals }: Figures, kind: K, seconds: number) {
  const groups = new Map<
    string,
    { instance: string | null; model: string | null; all: (Signals[K] & { at: number })[] }
  >()
  for (const signal of signals.within(kind, seconds)) {
    const { instance, model } = signal
    const key = JSON.stringify([instance, model])
    const group = groups.get(key) ?? { instance, model, all: [] }
    group.all.push(signal)
    groups.set(key, group)
  }
  return [...groups.values()]
}

const hourSeconds = 3600

export const cutPrompts: Read = (figures) =>
  bySubject(figures, 'cut', hourSeconds).map(({ instance, model, all }) => {
    const longest = all.toSorted((a, b) => (b.promptTokens ?? 0) - (a.promptTokens ?? 0))[0]
    const { promptTokens = null, contextLength = null, contextNeeded = null } = longest ?? {}
    const of =
      promptTokens && contextLength
        ? `, the longest ${count(promptTokens)} tokens against a context of ${count(contextLength)}`
        : ''
    const remedy = contextNeeded ? `A context of ${count(contextNeeded)} would hold it.` : 'Raise its context.'
    return {
      instance,
      model,
      value: promptTokens,
      limit: contextLength,
      suggestedContext: contextNeeded,
      times: all.map(({ at }) => at),
      tell: () => ({
        title: `Prompts are being cut on ${model}`,
        description: `${all.length === 1 ? 'Once' : `${count(all.length)}`} in the last hour${of}. ${remedy}`,
      }),
    }
  })

export const slowOperations: Read = (figures) =>
  bySubject(figures, 'slow', hourSeconds).flatMap(({ instance, model, all }): Reading[] => {
    const newest = all.at(-1)
    if (!newest) return []
    const { operation, seconds, thresholdSeconds } = newest
    const of = model === null ? '' : ` of ${model}`
    return [
      {
        instance,
        model,
        value: seconds,
        limit: thresholdSeconds,
        times: all.map(({ at }) => at),
        tell: () => ({
          title: `A slow ${operation}${of}`,
          description: `${withUnit(seconds, 'seconds')} against a threshold of ${withUnit(thresholdSeconds, 'seconds')}; ${times(all.length)} in the last hour.`,
        }),
      },
    ]
  })

export const refusals: Read = ({ signals }) => {
  const all = signals.within('refusal', 60)
  return [
    {
      instance: null,
      model: null,
      value: all.length,
      times: all.map(({ at }) => at),
      tell: () => ({
        title: 'Requests are refused because of their rate',
        description: `${times(all.length)} in the last minute (${[...new Set(all.map(({ bucket }) => bucket))].join(', ')}). Ask less often, or raise the limit.`,
      }),
    },
  ]
}

const retrySeconds = 600
/** Of fewer attempts, a share says nothing. */
const leastAttempts = 4

export const failedAttempts: Read = ({ servers, signals }) =>
  servers.map(({ name }) => {
    const all = signals.within('attempt', retrySeconds).filter(({ instance }) => instance === name)
    const failed = all.filter((one) => one.failed).length
    const percent = all.length < leastAttempts ? 0 : (100 * failed) / all.length
    return {
      instance: name,
      model: null,
      value: percent,
      tell: () => ({
        title: 'Most requests to Ollama fail',
        description: `${count(failed)} of ${count(all.length)} attempts failed in the last 10 min. Look at what Ollama logs.`,
      }),
    }
  })

export const cacheHits: Read = ({ servers }, threshold) =>
  servers.flatMap(({ name, cacheHitPercent: value }): Reading[] =>
    value === null
      ? []
      : [
          {
            instance: name,
            model: null,
            value,
            tell: () => ({
              title: `Cache hit ratio below ${withUnit(threshold ?? 0, 'percent')}`,
              description: `${withUnit(value, 'percent')} of the reads in the last 10 min were answered with what was known: Ollama is asked more often than it needs to be.`,
            }),
          },
        ],
  )
