import type { Recommendation } from '@ollama-dashboard/contracts'
import { Check } from 'lucide-react'
import type { Missing } from '../../../lib/api/use-permission.ts'
import { formatSetting, settingWords } from '../../../lib/models/setting-fields.ts'
import { Button } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { SourceLink } from '../fields/recommended-line.tsx'
import { differences, type FieldState, type FieldStates } from './settings-fields.ts'

export interface DifferenceTabProps {
  readonly fields: FieldStates
  readonly recommendation: Recommendation | null
  readonly needs: Missing | null
  readonly onUse: (differing: readonly FieldState[]) => void
}

/** Where the form differs from the recommended values, side by side. */
export function DifferenceTab({ fields, recommendation, needs, onUse }: DifferenceTabProps) {
  const differing = differences(fields)
  if (differing.length === 0) {
    const count = recommendation?.reasons.length ?? 0
    return (
      <Empty icon={Check} title={count > 0 ? 'No differences' : 'No recommendations'}>
        {recommendation?.note ?? (count > 0 && `All ${count} recommended values are applied.`)}
      </Empty>
    )
  }
  return (
    <div className="grid gap-4">
      <table className="w-full border-collapse phone:block">
        <caption className="sr-only">Differences from recommended</caption>
        <thead className="phone:sr-only">
          <tr className="border-b border-line text-left text-small text-ink-muted [&>th]:h-(--head) [&>th]:pr-5 [&>th]:font-medium">
            <th scope="col">Setting</th>
            <th scope="col" className="text-right">
              Current
            </th>
            <th scope="col" className="text-right">
              Recommended
            </th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody className="phone:block">
          {differing.map((state) => (
            <Row key={state.field} state={state} />
          ))}
        </tbody>
      </table>
      <div>
        <Button needs={needs} onClick={() => onUse(differing)}>
          Apply all recommended
        </Button>
      </div>
    </div>
  )
}

const cell = 'py-2.5 pr-5 align-top phone:p-0'

function Row({ state }: { readonly state: FieldState }) {
  const { field, saved, chosen, isChanged, without, recommended } = state
  if (!recommended) return null
  const now = isChanged ? chosen : saved
  return (
    <tr className="border-b border-line phone:grid phone:grid-cols-[minmax(0,1fr)_auto_auto] phone:gap-x-4 phone:gap-y-1 phone:py-3">
      <th scope="row" className={`${cell} text-left font-medium whitespace-nowrap text-ink-strong`}>
        {settingWords[field].label}
      </th>
      <td className={`${cell} text-right text-ink-muted tabular-nums`}>
        {formatSetting(field, now ?? without?.value) ?? 'none'}
        {(isChanged || saved === null) && (
          <span className="block text-tiny whitespace-nowrap text-ink-faint">
            {isChanged ? 'not saved yet' : without?.origin === 'modelfile' ? 'from model' : 'from server'}
          </span>
        )}
      </td>
      <td className={`${cell} text-right font-medium text-accent-text tabular-nums`}>
        {formatSetting(field, recommended.value)}
      </td>
      <td className={`${cell} pr-0 text-small leading-5 text-ink-muted phone:col-span-full`}>
        {recommended.why} <SourceLink source={recommended.source} />
      </td>
    </tr>
  )
}
