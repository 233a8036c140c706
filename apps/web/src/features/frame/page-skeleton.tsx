import { Skeleton, SkeletonRows } from '../../ui/skeleton.tsx'

/** A page that is still on its way: its title, and what it lists. */
export const PageSkeleton = () => (
  <div className="mx-auto grid w-full max-w-[calc(var(--content)+2*var(--gutter))] content-start gap-(--gap) px-(--gutter) pt-5 phone:px-4 phone:pt-4">
    <Skeleton className="my-1.5 h-5 w-28" />
    <div className="rounded-panel border border-line bg-panel">
      <SkeletonRows rows={8} />
    </div>
  </div>
)
