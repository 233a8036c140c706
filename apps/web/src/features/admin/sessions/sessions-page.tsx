import { useOutage } from '../../../lib/api/outage.ts'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { usePageTitle } from '../../../lib/hooks/use-title.ts'
import { LockedPage } from '../../../ui/locked-page.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { AdminFrame } from '../admin-frame.tsx'
import { SessionsPanel } from './sessions-panel.tsx'

/** Sessions: which browsers are signed in, for an admin those of everybody. */
export function SessionsPage() {
  usePageTitle('Sessions · Admin')
  const needs = useMissing('sessions.list')
  // Sessions do not need Ollama.
  const unavailable = useOutage()?.of === 'dashboard' ? "Can't reach the dashboard" : null
  return (
    <AdminFrame>
      {needs === null ? (
        <SessionsPanel unavailable={unavailable} />
      ) : (
        <Panel title="Sessions">
          <LockedPage missing={needs}>
            Sign in with another key to see which browsers are signed in, and to sign them out.
          </LockedPage>
        </Panel>
      )}
    </AdminFrame>
  )
}
