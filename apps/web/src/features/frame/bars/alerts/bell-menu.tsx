import type { Alert } from '@ollama-dashboard/contracts'
import { useNavigate } from '@tanstack/react-router'
import { Bell } from 'lucide-react'
import { byUrgency } from '../../../../lib/alerts/by-urgency.ts'
import { SeverityIcon } from '../../../../parts/alerts/severity-icon.tsx'
import { Menu, MenuItem } from '../../../../ui/menu.tsx'
import { FiringCount } from './firing-count.tsx'

/** More are read on their page. */
const mostShown = 6

/** The worst of what fires, each leading to it. */
export function BellMenu({ alerts }: { readonly alerts: readonly Alert[] }) {
  const navigate = useNavigate()
  return (
    <Menu
      trigger={
        <button
          type="button"
          title="Alerts"
          className="touch-target inline-flex h-8 items-center gap-1.5 rounded-control px-2 text-ink-muted hover:bg-hover hover:text-ink-strong"
        >
          <Bell aria-hidden className="size-4" />
          <span className="sr-only">Alerts: </span>
          <FiringCount />
        </button>
      }
    >
      {byUrgency(alerts)
        .slice(0, mostShown)
        .map(({ id, title, severity }) => (
          <MenuItem key={id} onSelect={() => void navigate({ to: '/alerts', search: { alert: id } })}>
            <SeverityIcon severity={severity} />
            <span className="max-w-80 truncate">{title}</span>
          </MenuItem>
        ))}
      <MenuItem onSelect={() => void navigate({ to: '/alerts' })}>All alerts</MenuItem>
    </Menu>
  )
}
