import { limits } from '@ollama-dashboard/contracts/limits'
import { useQuery } from '@tanstack/react-query'
import clsx from 'clsx'
import { ChevronDown } from 'lucide-react'
import { useId, useState } from 'react'
import { matchedModels, matchedServers, narrowingLine } from '../../../../lib/access/narrowing-words.ts'
import { useInstance } from '../../../../lib/api/use-instance.ts'
import { availableQuery } from '../../../../lib/queries/models.ts'
import { instancesQuery } from '../../../../lib/queries/server.ts'
import type { FieldErrors } from '../dialogs/field-errors.ts'
import { grantOf, type Narrowing } from '../key-draft.ts'
import { isNetwork } from './network.ts'
import { PatternField } from './pattern-field.tsx'

export interface NarrowFieldsProps {
  readonly narrowing: Narrowing
  readonly errors: FieldErrors
  readonly onChange: (change: Partial<Narrowing>) => void
}

const namesOf = (named: readonly { readonly name: string }[]) => named.map(({ name }) => name)
const none: readonly string[] = []

const checkNetwork = (text: string) =>
  isNetwork(text) ? null : 'An address or a network, such as 10.0.0.7 or 192.168.1.0/24.'

/** What a key is narrowed to, behind a line that tells it. */
export function NarrowFields({ narrowing, errors, onChange }: NarrowFieldsProps) {
  const id = useId()
  const grant = grantOf(narrowing)
  const [isOpen, setOpen] = useState(grant !== null)
  const { data: models = none } = useQuery({
    ...availableQuery(useInstance()),
    select: ({ models }) => namesOf(models),
    enabled: isOpen,
  })
  const { data: servers = none } = useQuery({ ...instancesQuery, select: ({ instances }) => namesOf(instances) })
  return (
    <div className="rounded-control border border-line">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
        className="grid w-full grid-cols-[minmax(0,1fr)_1rem] items-center gap-x-2.5 rounded-control px-3 py-2.5 text-left hover:bg-hover phone:min-h-11"
      >
        <span className="font-medium text-ink-strong">Narrow this key</span>
        <ChevronDown
          aria-hidden
          className={clsx('row-span-2 size-4 text-ink-faint transition-transform', isOpen && 'rotate-180')}
        />
        <span className="text-small wrap-anywhere text-ink-muted">
          {grant === null ? 'All models, all Ollama servers, from any address' : narrowingLine(grant)}
        </span>
      </button>
      {isOpen && (
        <div id={id} className="grid grid-cols-[minmax(0,1fr)] gap-4 border-t border-line px-3 py-3">
          <PatternField
            label="Models"
            values={narrowing.models}
            options={models}
            placeholder="llama3.2:*"
            none="All models. A * stands for any text."
            sum={
              models.length > 0 && (
                <Matches of={models} matched={matchedModels(narrowing.models, models)} what="installed" />
              )
            }
            error={errors.models}
            max={limits.grantPatterns}
            onChange={(models) => onChange({ models })}
          />
          <PatternField
            label="Ollama servers"
            values={narrowing.instances}
            options={servers}
            placeholder="lab, gpu-*"
            none="All Ollama servers."
            sum={
              servers.length > 0 && (
                <Matches of={servers} matched={matchedServers(narrowing.instances, servers)} what="known" />
              )
            }
            error={errors.instances}
            max={limits.grantPatterns}
            onChange={(instances) => onChange({ instances })}
          />
          <PatternField
            label="Addresses it may come from"
            values={narrowing.addresses}
            placeholder="192.168.1.0/24"
            none="Any address."
            check={checkNetwork}
            error={errors.addresses}
            max={limits.grantPatterns}
            onChange={(addresses) => onChange({ addresses })}
          />
        </div>
      )}
    </div>
  )
}

interface MatchesProps {
  readonly of: readonly string[]
  readonly matched: readonly string[]
  readonly what: string
}

/** More are counted. */
const shownNames = 3

function Matches({ of, matched, what }: MatchesProps) {
  const names = matched.slice(0, shownNames)
  const more = matched.length - names.length
  return (
    <span className={clsx('wrap-anywhere', matched.length === 0 && 'text-attention-text')}>
      Matches {matched.length === 0 ? 'none' : matched.length} of {of.length} {what}
      {names.length > 0 && `: ${names.join(', ')}`}
      {more > 0 && ` and ${more} more`}
    </span>
  )
}
