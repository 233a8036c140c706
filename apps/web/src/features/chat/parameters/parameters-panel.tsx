import { ApiError } from '@ollama-dashboard/client'
import type { AvailableModel } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { formatSetting } from '../../../lib/models/setting-fields.ts'
import { effectiveSettingsQuery } from '../../../lib/queries/settings.ts'
import { Button } from '../../../ui/button.tsx'
import { drafts, useDraft } from '../composer/drafts.ts'
import { useExchange } from '../exchange/exchanges.ts'
import { type ChatParameters, changedCount, optionFields, withParameter } from './chat-parameters.ts'
import { CheckLine, NumberField, ThinkField } from './parameter-fields.tsx'
import { SystemField } from './system-field.tsx'

export interface ParametersPanelProps {
  /** The key of the draft that they belong to. */
  readonly draft: string
  readonly model: AvailableModel
}

const isUnlimited = ({ field, value }: { readonly field: string; readonly value: unknown }): boolean =>
  field === 'num_predict' && value === -1

/** What the server said of a field when it was last asked. */
const problemOf = (error: unknown, path: string): string | null =>
  (error instanceof ApiError && error.problem.errors?.find((one) => one.path === path)?.message) || null

/** What holds for this chat alone. What is left empty is as it is saved for the model, or its own. */
export function ParametersPanel({ draft, model }: ParametersPanelProps) {
  const parameters = useDraft(draft, 'parameters')
  const exchange = useExchange(draft)
  const { data } = useQuery(effectiveSettingsQuery(useInstance(), model.name))
  const inForce = (field: string): string | null => {
    const option = data?.options.find((one) => one.field === field)
    const value = option && (isUnlimited(option) ? 'No limit' : formatSetting(option.field, option.value))
    return value ? `${value}${option.origin === 'saved' ? ', saved' : ''}` : null
  }
  const set = <K extends keyof ChatParameters>(field: K, value: ChatParameters[K] | undefined) =>
    drafts.set(draft, { parameters: withParameter(drafts.of(draft).parameters, field, value) })

  return (
    <>
      {optionFields.map((field) => (
        <NumberField
          key={field}
          field={field}
          value={parameters[field]}
          inForce={inForce(field)}
          onChange={(value) => set(field, value)}
        />
      ))}
      {model.has_reasoning !== false && (
        <ThinkField
          model={model}
          value={parameters.think}
          inForce={inForce('think')}
          problem={problemOf(exchange?.error, '/body/think')}
          onChange={(value) => set('think', value)}
        />
      )}
      <SystemField value={parameters.system} inForce={inForce('system')} onChange={(value) => set('system', value)} />
      <CheckLine
        label="Reject prompts longer than the context"
        help="Otherwise the beginning is truncated."
        checked={parameters.refuseCut === true}
        onChange={(isOn) => set('refuseCut', isOn ? true : undefined)}
      />
      <div className="flex items-center justify-between gap-2">
        <p className="text-small text-ink-faint">Applies to this chat only, from the next message.</p>
        <Button
          size="small"
          look="quiet"
          disabled={changedCount(parameters) === 0}
          onClick={() => drafts.set(draft, { parameters: {} })}
        >
          Reset
        </Button>
      </div>
    </>
  )
}
