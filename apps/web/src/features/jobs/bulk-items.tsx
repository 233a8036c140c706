import { describeError } from '../../lib/describe-error.ts'
import { ModelName } from '../../parts/model-name.tsx'
import { type StatusKind, StatusMark } from '../../ui/status.tsx'

export interface ShownItem {
  readonly model: string
  readonly kind: StatusKind
  readonly word: string
  /** Why it failed. */
  readonly error?: unknown
}

/** What came of each of several models. */
export const BulkItems = ({ items }: { readonly items: readonly ShownItem[] }) => (
  <ul className="grid gap-2">
    {items.map(({ model, kind, word, error }) => (
      <li key={model} className="grid grid-cols-[0.75rem_minmax(0,1fr)_auto] items-baseline gap-x-2 text-small">
        <StatusMark kind={kind} className="self-center" />
        <ModelName name={model} />
        <span className="text-ink-muted">{word}</span>
        {error !== undefined && (
          <p className="col-start-2 col-end-4 wrap-anywhere text-ink-muted">{describeError(error).title}</p>
        )}
      </li>
    ))}
  </ul>
)
