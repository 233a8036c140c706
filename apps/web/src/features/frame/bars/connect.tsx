import type { Instance } from '@ollama-dashboard/contracts'
import { lazy, Suspense } from 'react'
import { loadPart } from '../../../lib/load-part.ts'

const ConnectDialog = lazy(() =>
  loadPart(() => import('../connect-dialog.tsx')).then(({ ConnectDialog }) => ({ default: ConnectDialog })),
)

export interface ConnectProps {
  readonly demo: NonNullable<Instance['demo']>
  readonly onClose: () => void
}

/** How to leave the demo. */
export const Connect = ({ demo, onClose }: ConnectProps) => (
  <Suspense fallback={null}>
    <ConnectDialog onClose={onClose} tried={demo.tried} reason={demo.reason} />
  </Suspense>
)
