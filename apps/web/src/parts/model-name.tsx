import clsx from 'clsx'
import { identityOf, nameParts } from '../lib/model-identity.ts'

export const IdentityMark = ({ name, className }: { readonly name: string; readonly className?: string }) => (
  <span
    aria-hidden
    className={clsx('size-[9px] flex-none rounded-[2.5px]', className)}
    style={{ background: identityOf(name) }}
  />
)

export interface ModelNameProps {
  readonly name: string
  /** Show all of it, over several lines if need be. */
  readonly whole?: boolean
  /** What was searched for: shown where the name has it. */
  readonly match?: string
  readonly className?: string
}

/** The namespace gives way first, then the middle of the name; the tag never does. */
export function ModelName({ name, whole = false, match = '', className }: ModelNameProps) {
  const { namespace, base, tag } = nameParts(name)
  if (whole) {
    return (
      <span className={clsx('font-mono font-medium wrap-anywhere text-ink-strong', className)}>
        <span className="font-normal text-ink-faint">{namespace}</span>
        {base}
        <span className="font-normal text-ink-muted">{tag}</span>
      </span>
    )
  }
  return (
    <span title={name} className={clsx('flex min-w-0 font-mono font-medium text-ink-strong', className)}>
      {namespace && (
        <span className="model-namespace min-w-0 shrink-[100000] truncate font-normal text-ink-faint">
          <Matched text={namespace} match={match} />
        </span>
      )}
      <span className="min-w-0 shrink truncate">
        <Matched text={base} match={match} />
      </span>
      <span className="flex-none font-normal text-ink-muted">
        <Matched text={tag} match={match} />
      </span>
    </span>
  )
}

function Matched({ text, match }: { readonly text: string; readonly match: string }) {
  const at = match === '' ? -1 : text.toLowerCase().indexOf(match.toLowerCase())
  if (at < 0) return text
  return (
    <>
      {text.slice(0, at)}
      <mark className="bg-transparent font-medium text-accent-text">{text.slice(at, at + match.length)}</mark>
      {text.slice(at + match.length)}
    </>
  )
}

/** A name within a sentence. */
export const InlineName = ({ name }: { readonly name: string }) => (
  <span className="font-mono text-small font-medium wrap-anywhere text-ink-strong">{name}</span>
)
