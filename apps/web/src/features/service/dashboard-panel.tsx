import { useMutation } from '@tanstack/react-query'
import { RefreshCw, RotateCw } from 'lucide-react'
import { api } from '../../lib/api/api.ts'
import { useMissing } from '../../lib/api/use-permission.ts'
import { notify } from '../../lib/notices.ts'
import { doctorKey, healthKey, modelKeys, serviceKey, settingsKeys, systemKey } from '../../lib/queries/keys.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { KillButton } from './kill-button.tsx'

/** The dashboard itself: its configuration is read again, or all that it knows. */
export function DashboardPanel({ unavailable }: { readonly unavailable: string | null }) {
  const needsReload = useMissing('application.reload')
  const needsRestart = useMissing('application.restart')
  const done = {
    onSuccess: ({ message }: { message: string }) => notify({ kind: 'ok', title: message.replace(/\.$/, '') }),
  }
  const reload = useMutation({ mutationFn: () => api.application.reload({}), ...done })
  const restart = useMutation({
    mutationFn: () => api.application.restart({}),
    ...done,
    meta: { invalidates: [healthKey, modelKeys.all, serviceKey, settingsKeys.all, systemKey, doctorKey] },
  })
  const isBusy = reload.isPending || restart.isPending
  return (
    <Panel title="Dashboard">
      <div className="grid gap-3 p-(--pad)">
        <p className="text-ink-muted">
          Reload applies a changed configuration, and gives replies 8 seconds to finish; a configuration with a mistake
          is refused, and nothing changes. Refresh asks Ollama and this host for everything again. Kill ends a dashboard
          that hangs.
        </p>
        {reload.error && <ProblemNote error={reload.error} onDismiss={reload.reset} />}
        {restart.error && <ProblemNote error={restart.error} onDismiss={restart.reset} />}
        <div className="flex flex-wrap gap-2">
          <Button
            icon={RefreshCw}
            needs={needsReload}
            unavailable={unavailable}
            disabled={isBusy}
            aria-busy={reload.isPending}
            onClick={() => reload.mutate()}
          >
            {reload.isPending ? 'Reloading…' : 'Reload'}
          </Button>
          <Button
            look="quiet"
            icon={RotateCw}
            needs={needsRestart}
            unavailable={unavailable}
            disabled={isBusy}
            aria-busy={restart.isPending}
            onClick={() => restart.mutate()}
          >
            {restart.isPending ? 'Refreshing…' : 'Refresh'}
          </Button>
          <KillButton unavailable={unavailable} />
        </div>
      </div>
    </Panel>
  )
}
