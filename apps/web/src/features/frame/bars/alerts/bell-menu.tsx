import type { Alert } from '@ollama-dashboard/contracts'
import { useNavigate } from '@tanstack/react-router'
import { Bell } from 'lucide-react'
import { byUrgency } from '../../../../lib/alerts/by-urgency.ts'
import { SeverityIcon } from '../../../../parts/alerts/severity-icon.tsx'
import { Menu, MenuItem } from '../../../../ui/menu.tsx'
import { bellStyle } from './bell-style.ts'
import { FiringCount } from './firing-count.tsx'

/** More are read on their page. */
const mostShown = 6

/** The worst of what fires, each leading to it. */
export function BellMenu({ alerts }: { readonly alerts: readonly Alert[] }) {
  const navigate = useNavigate()
  return (
    <Menu
      trigger={
        <button type="button" title="Alerts" className={bellStyle}>
          <Bell aria-hidden className="size-4" />
          <span className="sr-only">Alerts: </span>
          <FiringCount className="absolute top-0 left-1/2 h-4! min-w-4! px-1! text-[10px] leading-4" />
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
