import type { MemoryEstimate } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { formatCount } from '../../../lib/format.ts'
import { useActionState } from '../../../lib/models/model-actions.ts'
import { settingWords } from '../../../lib/models/setting-fields.ts'
import { modelMemoryQuery, runningQuery } from '../../../lib/queries/models.ts'
import { MemoryLine, NeedsNoMemory } from '../memory/memory-line.tsx'
import { planMemory } from '../memory/memory-plan.ts'
import type { FieldState } from '../settings/settings-fields.ts'
import type { SettingsForm } from '../settings/use-settings-form.ts'
import { contextStops } from './context-scale.ts'
import { ContextSlider } from './context-slider.tsx'
import { SettingField, type SettingFieldProps } from './setting-field.tsx'

export interface ContextFieldProps extends Omit<SettingFieldProps, 'children' | 'help' | 'inForce'> {
  readonly info: SettingsForm['info']
  readonly running: SettingsForm['running']
  /** How many layers are to be on the GPU. */
  readonly layers: FieldState
}

/** The context as a number and on a scale, and what it does to memory. */
export function ContextField({ info, running, layers, ...field }: ContextFieldProps) {
  const { state, needs, onText } = field
  const trained = info?.model.remote ? null : (info?.model.context_length ?? null)
  const stops = contextStops(trained)
  // What the server gives may not be known, where somebody else loaded the model otherwise.
  const allocated = running?.allocated_context ?? null
  const inForce = numberOf(state.without?.value) ?? allocated
  const context = numberOf(state.chosen) ?? inForce
  const contextNow = allocated ?? numberOf(state.saved) ?? inForce
  return (
    <SettingField
      {...field}
      inForce={allocated}
      {...(trained !== null && { help: `Trained for ${formatCount(trained)} tokens.` })}
    >
      {context !== null && stops.length > 1 && (
        <ContextSlider
          label={settingWords.num_ctx.label}
          context={context}
          saved={numberOf(state.saved)}
          stops={stops}
          isLocked={needs !== null}
          onChange={(next) => onText(String(next))}
        />
      )}
      {info?.model.remote && <NeedsNoMemory />}
      {info && !info.model.remote && context !== null && (
        <Memory
          name={info.model.name}
          context={context}
          contextNow={contextNow}
          isOnCpu={(layers.chosen ?? null) === 0}
        />
      )}
    </SettingField>
  )
}

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null)

interface MemoryProps {
  readonly name: string
  readonly context: number
  readonly contextNow: number | null
  readonly isOnCpu: boolean
}

/** Apart, since the figures of the host move every two seconds and the rest of the form does not. */
function Memory({ name, context, contextNow, isOnCpu }: MemoryProps) {
  const memory = useSettledMemory(name)
  const { data: running = [] } = useQuery({ ...runningQuery(useInstance()), select: ({ models }) => models })
  const plan = memory && planMemory({ name, memory, context, contextNow, running, isOnCpu })
  const allocated = running.find((model) => model.name === name)?.allocated_context ?? null
  return plan && <MemoryLine name={name} plan={plan} memory={memory} context={context} allocated={allocated} />
}

/**
 * While the model goes and comes back, the figures of the host are seconds behind the list of what is loaded: its own
 * memory would for a moment be that of some other program.
 */
function useSettledMemory(name: string): MemoryEstimate | null {
  const instance = useInstance()
  const isMoving = useActionState(instance, name).pending !== null
  const { data: memory = null } = useQuery(modelMemoryQuery(instance, name))
  const settled = useRef(memory)
  if (!isMoving || settled.current === null) settled.current = memory
  return settled.current
}
