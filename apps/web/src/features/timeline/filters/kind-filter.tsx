import type { TimelineKind } from '@ollama-dashboard/contracts'
import clsx from 'clsx'
import { Lock } from 'lucide-react'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { useMore } from '../../../lib/hooks/use-more.ts'
import { Button } from '../../../ui/button.tsx'
import { chipStyle } from '../../../ui/chip.tsx'
import { kindsInOrder } from '../timeline-search.ts'
import { useTimelineSearch } from '../use-timeline-search.ts'
import { kindWords } from '../words/kind-words.ts'

/** Which kinds of things that happen are shown: all, or those that are on. */
export function KindFilter() {
  const { search, change } = useTimelineSearch()
  const { kinds = [] } = search
  const more = useMore()
  const set = (next: readonly TimelineKind[]) =>
    change({ kinds: next.length === 0 ? undefined : next, entry: undefined }, { push: true })
  return (
    <div
      ref={more}
      role="group"
      aria-label="Kinds"
      className="contents phone:flex phone:gap-2 phone:-mx-4 phone:flex-nowrap phone:overflow-x-auto phone:px-4 phone:py-1"
    >
      {kindsInOrder.map((kind) => (
        <KindChip
          key={kind}
          kind={kind}
          isOn={kinds.includes(kind)}
          onToggle={() => set(kindsInOrder.filter((one) => (one === kind) !== kinds.includes(one)))}
        />
      ))}
      {kinds.length > 0 && (
        <Button look="quiet" onClick={() => set([])}>
          All kinds
        </Button>
      )}
    </div>
  )
}

interface KindChipProps {
  readonly kind: TimelineKind
  readonly isOn: boolean
  readonly onToggle: () => void
}

function KindChip({ kind, isOn, onToggle }: KindChipProps) {
  const { name, icon: Icon, needs } = kindWords[kind]
  const missing = useMissing(...(needs ? [needs] : []))
  return (
    <button
      type="button"
      aria-pressed={isOn}
      disabled={missing !== null}
      title={missing?.reason}
      onClick={onToggle}
      className={clsx(chipStyle(isOn), missing !== null && 'cursor-not-allowed border-line! text-ink-faint!')}
    >
      {missing === null ? <Icon aria-hidden /> : <Lock aria-hidden />}
      {name}
      {missing !== null && <span className="sr-only">{missing.short}</span>}
    </button>
  )
}
