import { lazy, Suspense } from 'react'
import { loadPart } from '../../lib/load-part.ts'
import { useAnnounced, useHasNotices } from '../../lib/notices.ts'

// Nobody needs it to see the first page. What is to be shown waits for it.
const Toaster = lazy(() => loadPart(() => import('./toaster.tsx')).then(({ Toaster }) => ({ default: Toaster })))

/** What is told in passing: to be seen, from the first notice on, and to be heard. */
export const Notices = () => (
  <>
    <p role="status" className="sr-only">
      {useAnnounced()}
    </p>
    {useHasNotices() && (
      <Suspense fallback={null}>
        <Toaster />
      </Suspense>
    )}
  </>
)
