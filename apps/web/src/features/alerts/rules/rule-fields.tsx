import type { AlertRule, Comparison, RuleMetric, Severity } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import clsx from 'clsx'
import { useId } from 'react'
import { severityWords } from '../../../lib/alerts/alert-words.ts'
import { instancesQuery } from '../../../lib/queries/server.ts'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { Choices } from '../../../ui/choices.tsx'
import { FieldError, fieldStyle, TextField } from '../../../ui/text-field.tsx'
import type { RuleDraft, RuleErrors } from './rule-draft.ts'
import { comparisonWords, metricWords, unitOf } from './rule-words.ts'
import { SelectField } from './select-field.tsx'

export interface RuleFieldsProps {
  readonly draft: RuleDraft
  /** Null for a new one. */
  readonly rule: AlertRule | null
  readonly errors: RuleErrors
  readonly onChange: (change: Partial<RuleDraft>) => void
}

const severities = (['critical', 'warning', 'info'] as const).map((one): [Severity, string] => [
  one,
  severityWords[one],
])
const metrics = Object.entries(metricWords).map(([metric, { name }]): [RuleMetric, string] => [
  // The keys of the table are those of the contract.
  metric as RuleMetric,
  name,
])
const comparisons = Object.entries(comparisonWords) as [Comparison, string][]

/** What a rule watches, from when on it fires, and how bad that is. */
export function RuleFields({ draft, rule, errors, onChange }: RuleFieldsProps) {
  const { data: servers = [] } = useQuery({ ...instancesQuery, select: ({ instances }) => instances })
  const isOwn = !rule?.built_in
  const id = useId()
  const hasThreshold = rule === null || rule.threshold !== null
  const unit = unitOf(rule ?? { metric: draft.metric, unit: null })
  return (
    <>
      {isOwn && (
        <TextField
          label="Name"
          placeholder="GPU too hot"
          maxLength={120}
          required
          value={draft.title}
          error={errors.title}
          onText={(title) => onChange({ title })}
        />
      )}
      {rule === null && (
        <SelectField
          label="Watches"
          options={metrics}
          value={draft.metric}
          onChange={(metric) => onChange({ metric })}
        />
      )}
      {rule?.metric != null && <Fact label="Watches">{metricWords[rule.metric].name}</Fact>}
      {hasThreshold && (
        <div className="grid gap-1.5">
          <label htmlFor={id} className="font-medium text-ink-strong">
            Fires when {isOwn ? 'it is' : comparisonWords[rule?.comparison ?? 'above']}
          </label>
          <div className="flex items-center gap-2">
            {isOwn && (
              <SelectField
                label="Direction"
                hideLabel
                options={comparisons}
                value={draft.comparison}
                onChange={(comparison) => onChange({ comparison })}
              />
            )}
            <input
              id={id}
              type="text"
              inputMode="decimal"
              autoComplete="off"
              value={draft.threshold}
              aria-label="Threshold"
              aria-invalid={errors.threshold !== undefined}
              aria-describedby={`${id}e ${id}u`}
              onChange={({ target }) => onChange({ threshold: target.value })}
              className={clsx(fieldStyle(errors.threshold), 'max-w-32 tabular-nums')}
            />
            <span id={`${id}u`} className="text-ink-muted">
              {unit}
            </span>
          </div>
          <FieldError id={`${id}e`} message={errors.threshold} />
        </div>
      )}
      <TextField
        label="For at least"
        value={draft.hold}
        error={errors.hold}
        hint="How long it has to hold before it fires: 30 s, 5 min, 1 h. 0 is at once."
        style={{ maxWidth: '8rem' }}
        onText={(hold) => onChange({ hold })}
      />
      <Choices
        legend="Severity"
        options={severities}
        value={draft.severity}
        onChange={(severity) => onChange({ severity })}
      />
      {rule === null && servers.length > 1 && (
        <SelectField
          label="Server"
          options={[['', 'All servers'], ...servers.map(({ name }): [string, string] => [name, name])]}
          value={draft.instance ?? ''}
          onChange={(name) => onChange({ instance: name === '' ? null : name })}
        />
      )}
      <span className="flex min-h-6 items-center gap-2 phone:min-h-11">
        <Checkbox
          id={`${id}on`}
          label="On"
          describedBy={`${id}what`}
          checked={draft.enabled}
          onToggle={() => onChange({ enabled: !draft.enabled })}
        />
        <label htmlFor={`${id}on`} className="font-medium text-ink-strong">
          On
        </label>
        <span id={`${id}what`} className="text-small text-ink-muted">
          {draft.enabled ? 'It is watched all the time.' : 'It is not watched, and never fires.'}
        </span>
      </span>
    </>
  )
}

const Fact = ({ label, children }: { readonly label: string; readonly children: string }) => (
  <p>
    <span className="font-medium text-ink-strong">{label}</span> <span className="text-ink-muted">{children}</span>
  </p>
)
