import { useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense } from 'react'
import { loadPart } from '../../lib/load-part.ts'
import { sessionQuery } from '../../lib/queries/server.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { Button } from '../../ui/button.tsx'

const SignIn = lazy(() => loadPart(() => import('./sign-in.tsx')).then(({ SignIn }) => ({ default: SignIn })))

export interface SessionGateProps {
  /** What stands there until it is known who asks. */
  readonly pending: ReactNode
  readonly children: ReactNode
}

/** Shows the page to whoever may see it, and asks everybody else for a key. */
export function SessionGate({ pending, children }: SessionGateProps) {
  const { data, error, refetch } = useQuery(sessionQuery)
  if (data) {
    if (data.role !== null) return children
    return (
      <Suspense fallback={pending}>
        <SignIn />
      </Suspense>
    )
  }
  if (!error) return pending
  return (
    <main className="mx-auto grid max-w-md gap-4 px-4 pt-[20dvh]">
      <h1>Can't reach the dashboard</h1>
      <ProblemNote error={error} />
      <Button look="primary" onClick={() => void refetch()}>
        Try again
      </Button>
    </main>
  )
}
