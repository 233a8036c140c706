import { usePageTitle } from '../../lib/hooks/use-title.ts'
import { AdminFrame } from './admin-frame.tsx'
import { DefaultsPanel } from './defaults-panel.tsx'

/** Model defaults: what is saved for each model, and what is recommended. */
export function ModelDefaultsPage() {
  usePageTitle('Model defaults · Admin')
  return (
    <AdminFrame>
      <DefaultsPanel />
    </AdminFrame>
  )
}
