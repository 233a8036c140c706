import type { DemoPast } from '@ollama-dashboard/core'
import type { SimulatedPast } from '@ollama-dashboard/ollama-sim'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

type Past = Parameters<Parameters<DemoPast>[0]['alert']>[0]
type Told = Pick<Past, 'rule' | 'title' | 'description' | 'source' | 'model' | 'value' | 'threshold' | 'unit'> & {
  readonly severity: Past['severity']
  readonly agoMs: number
  readonly lastedMs: number
  readonly occurrences: number
}

/** What went wrong in the week, all of it over by now. */
export const alertsPast =
  (week: SimulatedPast): DemoPast =>
  async ({ now, instance, alert }) => {
    for (const [index, { agoMs, lastedMs, ...told }] of troubles(week).entries()) {
      const [started, resolved] = [now - agoMs, now - agoMs + lastedMs].map((ms) => new Date(ms).toISOString())
      await alert({
        ...told,
        id: `demo-alert-${index + 1}`,
        instance: told.source === 'host' || told.source === 'dashboard' ? null : instance,
        state: 'resolved',
        started_at: started ?? '',
        last_seen_at: resolved ?? '',
        resolved_at: resolved ?? '',
        resolved_by: null,
        suggested_context: null,
        told: 'resolved',
        isHeldDown: false,
      })
    }
  }

const troubles = ({ requests }: SimulatedPast): readonly Told[] => {
  const model = requests.at(-1)?.model ?? null
  return [
    {
      rule: 'vram_high',
      title: 'VRAM above 95 %',
      description: 'VRAM is at 97 %, above 95 %. Stop a model, or use a shorter context.',
      source: 'host',
      model: null,
      severity: 'warning',
      value: 97,
      threshold: 95,
      unit: 'percent',
      agoMs: 5 * hourMs,
      lastedMs: 18 * minuteMs,
      occurrences: 2,
    },
    {
      rule: 'slow_operation',
      title: `A slow start of ${model}`,
      description: '41 s against a threshold of 30 s; once in the last hour.',
      source: 'models',
      model,
      severity: 'warning',
      value: 41,
      threshold: 30,
      unit: 'seconds',
      agoMs: 26 * hourMs,
      lastedMs: 61 * minuteMs,
      occurrences: 1,
    },
    {
      rule: 'ollama_unreachable',
      title: 'Ollama is unreachable',
      description: 'No answer for 70 s: connection refused. Start Ollama, or check its address.',
      source: 'ollama',
      model: null,
      severity: 'critical',
      value: 70,
      threshold: null,
      unit: 'seconds',
      agoMs: 50 * hourMs,
      lastedMs: minuteMs,
      occurrences: 1,
    },
    {
      rule: 'rate_limited',
      title: 'Requests are refused because of their rate',
      description: '4 times in the last minute (model_operations). Ask less often, or raise the limit.',
      source: 'dashboard',
      model: null,
      severity: 'info',
      value: 4,
      threshold: 3,
      unit: 'count',
      agoMs: 75 * hourMs,
      lastedMs: 2 * minuteMs,
      occurrences: 4,
    },
  ]
}
