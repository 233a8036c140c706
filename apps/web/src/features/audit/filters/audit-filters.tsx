import type { AuditEntry } from '@ollama-dashboard/contracts'
import clsx from 'clsx'
import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { actionFilterWords } from '../../../lib/access/action-words.ts'
import { Button } from '../../../ui/button.tsx'
import { Chip, chipStyle } from '../../../ui/chip.tsx'
import { TextFilter } from '../../../ui/text-filter.tsx'
import { noFilters } from '../audit-search.ts'
import { useAuditSearch } from '../use-audit-search.ts'
import { outcomeWords } from '../words/entry-words.ts'
import { FilterChip } from './filter-chip.tsx'
import { timeWords } from './time-words.ts'
import { WhatPicker } from './what-picker.tsx'
import { WhenFilter } from './when-filter.tsx'
import { useActorName, WhoPicker } from './who-picker.tsx'

export interface AuditFiltersProps {
  /** Of the entries that the other filters let through; undefined until they are known. */
  readonly counts: { readonly refused: number; readonly failed: number } | undefined
  readonly entries: readonly AuditEntry[] | undefined
}

const counted = ['refused', 'failed'] as const
const isCounted = (outcome: string) => counted.some((one) => one === outcome)

/** Which entries are shown. All of it stands in the address. */
export function AuditFilters({ counts, entries }: AuditFiltersProps) {
  const { search, filter } = useAuditSearch()
  const { q, who, what, outcome } = search
  const [picking, setPicking] = useState<'who' | 'what' | null>(null)
  const time = timeWords(search)
  const name = useActorName(who)
  const others = [who, what, outcome, time ?? undefined].filter((one) => one !== undefined)
  return (
    <search aria-label="Filters" className="flex flex-wrap items-center gap-2 phone:grid">
      <div className="contents phone:-mx-4 phone:flex phone:gap-2 phone:overflow-x-auto phone:px-4 phone:py-1">
        <TextFilter
          label="Target or trace"
          value={q}
          // What is typed is one step back, however many letters it has.
          onChange={(next) => filter({ q: next }, { push: q === undefined || next === undefined })}
          className="w-60 phone:w-50"
        />
        <Opener onOpen={() => setPicking('who')}>Who</Opener>
        <Opener onOpen={() => setPicking('what')}>What</Opener>
        <WhenFilter />
        {counted.map((one) => (
          <Chip
            key={one}
            isOn={outcome === one}
            {...(counts && { count: counts[one] })}
            onToggle={() => filter({ outcome: outcome === one ? undefined : one })}
          >
            {outcomeWords[one].word}
          </Chip>
        ))}
      </div>
      <div className="contents phone:flex phone:flex-wrap phone:gap-2 phone:empty:hidden">
        {outcome !== undefined && (
          // Beside each other the chip above shows it; on a phone that may be out of sight.
          <span className={clsx('contents', isCounted(outcome) && 'not-phone:hidden')}>
            <FilterChip onRemove={() => filter({ outcome: undefined })}>{outcomeWords[outcome].word}</FilterChip>
          </span>
        )}
        {who !== undefined && <FilterChip onRemove={() => filter({ who: undefined })}>{name}</FilterChip>}
        {what !== undefined && (
          <FilterChip onRemove={() => filter({ what: undefined })}>{actionFilterWords(what)}</FilterChip>
        )}
        {time !== null && (
          <FilterChip onRemove={() => filter({ last: undefined, from: undefined, to: undefined })}>{time}</FilterChip>
        )}
        {others.length > 1 && (
          <Button look="quiet" onClick={() => filter(noFilters)}>
            Clear all
          </Button>
        )}
      </div>
      {picking === 'who' && (
        <WhoPicker
          entries={entries}
          onClose={() => setPicking(null)}
          onPick={(next) => {
            setPicking(null)
            filter({ who: next })
          }}
        />
      )}
      {picking === 'what' && (
        <WhatPicker
          onClose={() => setPicking(null)}
          onPick={(next) => {
            setPicking(null)
            filter({ what: next })
          }}
        />
      )}
    </search>
  )
}

const Opener = ({ onOpen, children }: { readonly onOpen: () => void; readonly children: string }) => (
  <button type="button" aria-haspopup="dialog" onClick={onOpen} className={chipStyle(false)}>
    {children}
    <ChevronDown aria-hidden />
  </button>
)
