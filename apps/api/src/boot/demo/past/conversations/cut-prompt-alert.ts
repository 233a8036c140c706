import type { ChatMetrics } from '@ollama-dashboard/contracts'
import type { DemoPast } from '@ollama-dashboard/core'

interface CutPrompt {
  readonly instance: string
  readonly model: string
  readonly metrics: ChatMetrics
  /** RFC 3339 */
  readonly at: string
}

type Past = Parameters<Parameters<DemoPast>[0]['alert']>[0]

/** What the rule for cut prompts made of one: it fires until an hour without another has passed. */
export function cutPromptAlert({ instance, model, metrics, at }: CutPrompt): Past {
  const { prompt_tokens_uncut = null, context_length, context_needed } = metrics
  const tokens = (count: number | null) => (count ?? 0).toLocaleString('en')
  return {
    id: `demo-alert-cut-${model}`,
    rule: 'prompt_truncated',
    title: `Prompts are being cut on ${model}`,
    description: `Once in the last hour, the longest ${tokens(prompt_tokens_uncut)} tokens against a context of ${tokens(context_length)}. A context of ${tokens(context_needed)} would hold it.`,
    source: 'models',
    severity: 'warning',
    instance,
    model,
    value: prompt_tokens_uncut,
    threshold: context_length,
    unit: 'tokens',
    suggested_context: context_needed,
    occurrences: 1,
    state: 'firing',
    started_at: at,
    last_seen_at: at,
    resolved_at: null,
    resolved_by: null,
    told: 'firing',
    isHeldDown: false,
  }
}
