import type { ApiKey } from '@ollama-dashboard/contracts'
import { Plus } from 'lucide-react'
import { useCallback, useRef, useState } from 'react'
import { useOutage } from '../../../lib/api/outage.ts'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { usePageTitle } from '../../../lib/hooks/use-title.ts'
import { Button } from '../../../ui/button.tsx'
import { LockedPage } from '../../../ui/locked-page.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { AdminFrame } from '../admin-frame.tsx'
import { giveBackTo } from '../give-back.ts'
import { EditKeyDialog } from './dialogs/edit-key-dialog.tsx'
import { FreshKeyDialog } from './dialogs/fresh-key-dialog.tsx'
import { MakeKeyDialog } from './dialogs/make-key-dialog.tsx'
import { RevokeKeyDialog } from './dialogs/revoke-key-dialog.tsx'
import { RotateKeyDialog } from './dialogs/rotate-key-dialog.tsx'
import { forgetFreshKey, useFreshKey } from './fresh-key.ts'
import type { KeyAction, OnAct } from './key-actions.tsx'
import { KeysPanel } from './keys-panel.tsx'
import { useKeysSearch } from './use-keys-search.ts'

/** Keys: who may use the API, and what each may do. */
export function KeysPage() {
  usePageTitle('Keys · Admin')
  const needs = useMissing('keys.list')
  const needsCreate = useMissing('keys.create')
  // Keys do not need Ollama.
  const unavailable = useOutage()?.of === 'dashboard' ? "Can't reach the dashboard" : null
  const { search, change } = useKeysSearch()
  const [acting, setActing] = useState<{ readonly action: KeyAction; readonly key: ApiKey } | null>(null)
  const fresh = useFreshKey()
  const opener = useRef<HTMLElement | null>(null)
  const act = useCallback<OnAct>((action, key, from) => {
    opener.current = from
    setActing({ action, key })
  }, [])
  const stop = () => {
    setActing(null)
    giveBackTo(opener.current)
  }
  const stopMaking = () => {
    change({ make: undefined })
    giveBackTo(opener.current)
  }
  const close = () => {
    forgetFreshKey()
    giveBackTo(opener.current)
  }
  return (
    <AdminFrame
      action={
        <Button
          look="primary"
          icon={Plus}
          needs={needsCreate}
          unavailable={unavailable}
          onClick={({ currentTarget }) => {
            opener.current = currentTarget
            change({ make: true })
          }}
        >
          Make a key
        </Button>
      }
    >
      {needs === null ? (
        <KeysPanel unavailable={unavailable} onAct={act} />
      ) : (
        <Panel title="Keys">
          <LockedPage missing={needs}>
            Sign in with an admin key to see who has a key, and to make, rotate and revoke keys.
          </LockedPage>
        </Panel>
      )}
      {search.make && needsCreate === null && <MakeKeyDialog onClose={stopMaking} />}
      {acting?.action === 'edit' && <EditKeyDialog apiKey={acting.key} onClose={stop} />}
      {acting?.action === 'revoke' && <RevokeKeyDialog apiKey={acting.key} onClose={stop} />}
      {acting?.action === 'rotate' && <RotateKeyDialog apiKey={acting.key} onClose={stop} />}
      {fresh && <FreshKeyDialog fresh={fresh} onClose={close} />}
    </AdminFrame>
  )
}
