import type { ErrorComponentProps } from '@tanstack/react-router'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { Button } from '../../ui/button.tsx'

/** When a page itself broke: the rest stands, and it can be tried again. */
export const PageError = ({ error, reset }: ErrorComponentProps) => (
  <main className="mx-auto grid w-full max-w-lg gap-4 px-4 pt-16">
    <h1>This page broke</h1>
    <ProblemNote error={error} />
    <Button look="primary" onClick={reset}>
      Try again
    </Button>
  </main>
)
