import type { Measurement } from '@ollama-dashboard/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Gauge } from 'lucide-react'
import { api } from '../lib/api/api.ts'
import { type InstanceName, instanceQuery } from '../lib/api/instance-name.ts'
import { useUnavailable } from '../lib/api/outage.ts'
import { useInstance } from '../lib/api/use-instance.ts'
import { useMissing } from '../lib/api/use-permission.ts'
import { formatMs } from '../lib/format.ts'
import { useNow } from '../lib/hooks/use-now.ts'
import { performanceQuery } from '../lib/queries/performance.ts'
import { Button } from '../ui/button.tsx'
import { ProblemNote } from './problem-note.tsx'

/** Measures how fast a model is here, by a short prompt that is always the same. */
export function ProbeButton({ model }: { readonly model: string }) {
  const instance = useInstance()
  // A measurement under way is of the model it was asked for, whichever is shown by then.
  return <Probe key={`${instance} ${model}`} model={model} instance={instance} />
}

function Probe({ model, instance }: { readonly model: string; readonly instance: InstanceName }) {
  const client = useQueryClient()
  const needs = useMissing('performance.get', 'chat.send')
  const unavailable = useUnavailable()
  const probe = useMutation({
    mutationFn: () => api.performance.get({ params: { model }, query: { probe: true, ...instanceQuery(instance) } }),
    onSuccess: (measured) => client.setQueryData(performanceQuery(instance, model).queryKey, measured),
  })
  return (
    <>
      {probe.error && <ProblemNote error={probe.error} />}
      <p role="status" className="empty:hidden">
        {probe.data?.measured && measurementWords(probe.data.measured)}
      </p>
      <div>
        <Button
          size="small"
          icon={Gauge}
          needs={needs}
          // One under way says how long it takes, whatever else is known by then.
          unavailable={probe.isPending ? null : unavailable}
          disabled={probe.isPending}
          onClick={() => probe.mutate()}
        >
          {probe.isPending ? <MeasuringFor since={probe.submittedAt} /> : 'Measure'}
        </Button>
      </div>
    </>
  )
}

/** "Just measured: 45.2 tokens/s, first token 310 ms". What Ollama did not tell is left out. */
function measurementWords({ tokens_per_second: rate, time_to_first_token_ms: first }: Measurement): string {
  const told = [rate !== null && `${rate.toFixed(1)} tokens/s`, first !== null && `first token ${formatMs(first)}`]
  return `Just measured: ${told.filter(Boolean).join(', ') || 'Ollama told no figures'}`
}

function MeasuringFor({ since }: { readonly since: number }) {
  return `Measuring, ${Math.max(0, Math.floor((useNow() - since) / 1000))} s`
}
