import clsx from 'clsx'

/** Where something will stand, in its shape. */
export const Skeleton = ({ className }: { readonly className?: string }) => (
  <span
    aria-hidden
    className={clsx('block animate-pulse rounded-inner bg-raised motion-reduce:animate-none', className)}
  />
)

const widths = ['w-2/5', 'w-3/5', 'w-1/3', 'w-1/2', 'w-2/5'] as const

export const SkeletonRows = ({ rows = 5 }: { readonly rows?: number }) => (
  <div role="status" aria-label="Loading" className="grid">
    {Array.from({ length: rows }, (_, row) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the rows never change places
      <div key={row} className="flex h-(--row) items-center gap-3 px-(--pad)">
        <Skeleton className="size-2.5 rounded-full" />
        <Skeleton className={clsx('h-3', widths[row % widths.length])} />
        <Skeleton className="ml-auto h-3 w-12" />
        <Skeleton className="h-3 w-8" />
      </div>
    ))}
  </div>
)
