import { type ErrorComponentProps, Link } from '@tanstack/react-router'
import { MapPinOff } from 'lucide-react'
import { usePageTitle } from '../../lib/hooks/use-title.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Skeleton, SkeletonRows } from '../../ui/skeleton.tsx'

/** When a page itself broke: the rest stands, and it can be tried again. */
export const PageError = ({ error, reset }: ErrorComponentProps) => (
  <main className="mx-auto grid w-full max-w-lg gap-4 px-4 pt-16">
    <h1>Something went wrong</h1>
    <ProblemNote error={error} />
    <Button look="primary" onClick={reset}>
      Try again
    </Button>
  </main>
)

/** A page that is still on its way: its title, and what it lists. */
export const PageSkeleton = () => (
  <div className="mx-auto grid w-full max-w-[calc(var(--content)+2*var(--gutter))] content-start gap-(--gap) px-(--gutter) pt-5 phone:px-4 phone:pt-4">
    <Skeleton className="my-1.5 h-5 w-28" />
    <div className="rounded-panel border border-line bg-panel">
      <SkeletonRows rows={8} />
    </div>
  </div>
)

export function NotFound() {
  usePageTitle('Page not found')
  return (
    <main>
      <h1 className="sr-only">Page not found</h1>
      <Empty
        icon={MapPinOff}
        title="Page not found"
        actions={
          <Link to="/" className="font-medium text-accent-text">
            Go to overview
          </Link>
        }
      >
        The address may be mistyped, or the page no longer exists.
      </Empty>
    </main>
  )
}
