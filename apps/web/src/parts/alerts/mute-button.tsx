import type { Alert } from '@ollama-dashboard/contracts'
import { BellOff } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { inAnHour, tomorrow } from '../../lib/alerts/mute-until.ts'
import { useMute } from '../../lib/alerts/use-alert-actions.ts'
import { useMissing } from '../../lib/api/use-permission.ts'
import { formatUntil } from '../../lib/format.ts'
import { loadPart } from '../../lib/load-part.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'

const MuteDialog = lazy(() =>
  loadPart(() => import('./mute-dialog.tsx')).then(({ MuteDialog }) => ({ default: MuteDialog })),
)

export interface MuteButtonProps {
  readonly alert: Alert
  readonly size?: 'control' | 'small'
  /** Why it cannot be used now; null where it can. */
  readonly unavailable: string | null
}

/** No message about an alert for an hour, until tomorrow, or until a chosen time. */
export function MuteButton({ alert, size = 'control', unavailable }: MuteButtonProps) {
  const needs = useMissing('alerts.mute')
  const [isChoosing, setChoosing] = useState(false)
  const { mutate, isPending } = useMute()
  const button = (
    <Button
      look="quiet"
      size={size}
      icon={BellOff}
      needs={needs}
      unavailable={unavailable}
      disabled={isPending}
      aria-label={`Mute: ${alert.title}${needs === null ? '' : `, ${needs.short}`}`}
    >
      Mute
    </Button>
  )
  if (needs !== null || unavailable !== null) return button
  const now = Date.now()
  return (
    <>
      <Menu align="end" trigger={button}>
        <MenuItem onSelect={() => mutate({ alert, until: inAnHour(Date.now()) })}>For 1 hour</MenuItem>
        <MenuItem onSelect={() => mutate({ alert, until: tomorrow(Date.now()) })}>
          Until tomorrow, {formatUntil(tomorrow(now), now)}
        </MenuItem>
        <MenuItem onSelect={() => setChoosing(true)}>Until a chosen time…</MenuItem>
      </Menu>
      <Suspense fallback={null}>
        {isChoosing && <MuteDialog alert={alert} onClose={() => setChoosing(false)} />}
      </Suspense>
    </>
  )
}
