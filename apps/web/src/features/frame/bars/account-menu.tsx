import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { LogOut, MonitorSmartphone, Rows3, Rows4 } from 'lucide-react'
import { useKeyName } from '../../../lib/access/key-name.ts'
import { rareRights } from '../../../lib/access/rare-rights.ts'
import { roleName } from '../../../lib/access/roles.ts'
import { useSignOut } from '../../../lib/api/use-sign-out.ts'
import { setDensity, useDensity } from '../../../lib/appearance.ts'
import { sessionQuery } from '../../../lib/queries/server.ts'
import { Menu, MenuItem, MenuLabel } from '../../../ui/menu.tsx'

export function AccountMenu() {
  const density = useDensity()
  const { data } = useQuery(sessionQuery)
  const name = useKeyName(data?.key_id)
  const { mutate: signOut } = useSignOut()
  const navigate = useNavigate()
  if (!data?.role) return null
  const who = `${roleName(data.role)} · ${data.key_id === null ? 'this machine' : name}`

  return (
    <Menu
      trigger={
        <button
          type="button"
          className="touch-target mx-[3px] grid size-6.5 place-items-center rounded-full bg-selected text-tiny font-strong text-accent-text uppercase shadow-[inset_0_0_0_1px_var(--line-strong)]"
        >
          <span aria-hidden>{data.role.slice(0, 2)}</span>
          <span className="sr-only">Account: {who}</span>
        </button>
      }
    >
      <MenuLabel>{who}</MenuLabel>
      {data.grant &&
        rareRights()
          ?.narrowingFacts(data.grant)
          .map(({ label, values }) => (
            <MenuLabel key={label}>
              {label}: <span className="font-mono">{values.join(', ')}</span>
            </MenuLabel>
          ))}
      {density === 'compact' ? (
        <MenuItem icon={Rows3} onSelect={() => setDensity('comfortable')}>
          Comfortable density
        </MenuItem>
      ) : (
        <MenuItem icon={Rows4} onSelect={() => setDensity('compact')}>
          Compact density
        </MenuItem>
      )}
      {data.via !== 'none' && (
        <MenuItem
          icon={MonitorSmartphone}
          onSelect={() => void navigate({ to: '/admin/sessions', search: { own: true } })}
        >
          Your sessions
        </MenuItem>
      )}
      {data.via !== 'none' && (
        <MenuItem icon={LogOut} onSelect={() => signOut()}>
          Sign out
        </MenuItem>
      )}
    </Menu>
  )
}
