import { SlidersHorizontal } from 'lucide-react'
import { severityWords } from '../../../lib/alerts/alert-words.ts'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { Button } from '../../../ui/button.tsx'
import { CardFact, CardFacts, FoldingCard } from '../../../ui/folding-card.tsx'
import { Status } from '../../../ui/status.tsx'
import { RuleMark, type RuleProps } from './rule-row.tsx'
import { limitWords, nowWords, stateWords } from './rule-words.ts'

export interface RuleCardProps extends RuleProps {
  readonly isOpen: boolean
  readonly onToggle: (id: string) => void
}

/** A rule where there is little room. */
export function RuleCard({ rule, isOpen, unavailable, onToggle, onEdit }: RuleCardProps) {
  const needs = useMissing('alerts.changeRule')
  const { word, status, meaning } = stateWords(rule)
  return (
    <FoldingCard
      isOpen={isOpen}
      isLast
      onToggle={() => onToggle(rule.id)}
      name={<span className="text-prose font-medium wrap-anywhere text-ink-strong">{rule.title}</span>}
      mark={<Status kind={status}>{word}</Status>}
      line={
        <span className="col-span-2 flex flex-wrap gap-x-3.5 text-small text-ink-muted tabular-nums">
          <span>
            Now <b className="font-medium text-ink">{nowWords(rule)}</b>
          </span>
          <span>
            Limit <b className="font-medium text-ink">{limitWords(rule)}</b>
          </span>
        </span>
      }
    >
      <p className="px-(--pad) pb-3 wrap-anywhere text-ink-muted">{rule.description}</p>
      <CardFacts>
        <CardFact label="Severity">{severityWords[rule.severity]}</CardFact>
        <CardFact label="State">{meaning}</CardFact>
        {rule.instance !== null && <CardFact label="Server">{rule.instance}</CardFact>}
      </CardFacts>
      <div className="flex items-center gap-2 px-(--pad) pt-1 pb-3.5">
        <Button
          icon={SlidersHorizontal}
          needs={needs}
          unavailable={unavailable}
          className="flex-1"
          aria-label={`Edit rule ${rule.title}${needs === null ? '' : `, ${needs.short}`}`}
          onClick={() => onEdit(rule)}
        >
          Edit
        </Button>
        <RuleMark rule={rule} />
      </div>
    </FoldingCard>
  )
}
