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
  readonly className?: string
}

/** The namespace gives way first, then the middle of the name; the tag never does. */
export function ModelName({ name, whole = false, className }: ModelNameProps) {
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
        <span className="model-namespace min-w-0 shrink-[100000] truncate font-normal text-ink-faint">{namespace}</span>
      )}
      <span className="min-w-0 shrink truncate">{base}</span>
      <span className="flex-none font-normal text-ink-muted">{tag}</span>
    </span>
  )
}

/** A name within a sentence. */
export const InlineName = ({ name }: { readonly name: string }) => (
  <span className="font-mono text-small font-medium wrap-anywhere text-ink-strong">{name}</span>
)
