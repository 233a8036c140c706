import clsx from 'clsx'
import { nameParts, useIdentity } from '../lib/models/model-identity.ts'

export const IdentityMark = ({ name, className }: { readonly name: string; readonly className?: string }) => (
  <span
    aria-hidden
    className={clsx('size-2.25 flex-none rounded-[2.5px] forced-color-adjust-none', className)}
    style={{ background: useIdentity(name) }}
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

/** A name of so few letters is never cut. */
const shortLetters = 4

/** The namespace gives way first, then the end of the name; the tag only where nothing else is left to give. */
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
        <span className="model-namespace min-w-0 shrink-[1e10] truncate font-normal text-ink-faint">
          <Matched text={namespace} match={match} />
        </span>
      )}
      <span className={base.length > shortLetters ? 'min-w-[4ch] shrink-[100000] truncate' : 'flex-none'}>
        <Matched text={base} match={match} />
      </span>
      <span className="model-tag min-w-0 truncate font-normal text-ink-muted">
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
