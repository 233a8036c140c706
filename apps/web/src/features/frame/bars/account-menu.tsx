import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { LogOut, Rows3, Rows4 } from 'lucide-react'
import { api } from '../../../lib/api/api.ts'
import { setKey, setUser } from '../../../lib/api/signed-in.ts'
import { setDensity, useDensity } from '../../../lib/appearance.ts'
import { capitalised } from '../../../lib/format.ts'
import { useKeyName } from '../../../lib/key-name.ts'
import { notify } from '../../../lib/notices.ts'
import { forgetLastKnown } from '../../../lib/offline/last-known.ts'
import { sessionKey } from '../../../lib/queries/keys.ts'
import { sessionQuery } from '../../../lib/queries/server.ts'
import { Menu, MenuItem, MenuLabel } from '../../../ui/menu.tsx'

export function AccountMenu() {
  const client = useQueryClient()
  const density = useDensity()
  const { data } = useQuery(sessionQuery)
  const name = useKeyName(data?.key_id)
  const { mutate: signOut } = useMutation({
    async mutationFn() {
      if (data?.via === 'cookie') await api.session.delete()
      await forgetLastKnown()
      setKey(null)
      setUser(null)
      // What one key may see is not for the next person at this screen.
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] })
      await client.resetQueries({ queryKey: sessionKey })
    },
    onError: (error) => notify({ kind: 'broken', title: 'You are still signed in', error }),
  })
  if (!data?.role) return null
  const who = `${capitalised(data.role)} · ${data.key_id === null ? 'this machine' : name}`

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
        <MenuItem icon={LogOut} onSelect={() => signOut()}>
          Sign out
        </MenuItem>
      )}
    </Menu>
  )
}
