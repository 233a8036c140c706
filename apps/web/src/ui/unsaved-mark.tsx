import clsx from 'clsx'

/** Something was typed here and not saved. */
export const UnsavedMark = ({ className }: { readonly className?: string }) => (
  <span title="Not saved yet" className={clsx('size-1.5 flex-none rounded-full bg-accent', className)}>
    <span className="sr-only">Not saved yet</span>
  </span>
)
