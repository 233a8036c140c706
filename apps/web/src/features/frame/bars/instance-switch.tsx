import type { Instance } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ChevronsUpDown, Plug } from 'lucide-react'
import { useState } from 'react'
import { currentOf } from '../../../lib/api/current-instance.ts'
import { useOutage } from '../../../lib/api/outage.ts'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { formatVersion } from '../../../lib/format.ts'
import { instancesQuery } from '../../../lib/queries/server.ts'
import { Menu, MenuItem, MenuLabel } from '../../../ui/menu.tsx'
import { type StatusKind, StatusMark } from '../../../ui/status.tsx'
import { Connect } from './connect.tsx'

/** What the dashboard said of it; once it is away, that says nothing of now. */
function stateOf({ demo, reachable }: Instance, isLastKnown: boolean): readonly [StatusKind, string] {
  if (demo) return ['off', 'demo']
  if (reachable === null) return ['off', 'not checked yet']
  const word = reachable ? 'reachable' : 'unreachable'
  return isLastKnown ? ['off', `last known: ${word}`] : [reachable ? 'ok' : 'broken', word]
}

const hostOf = ({ url }: Instance): string => url.replace(/^https?:\/\//, '')

/** Where nobody named it, its address says more than "default". */
const nameOf = (instance: Instance): string =>
  instance.demo ? 'demo' : instance.name === 'default' ? hostOf(instance) : instance.name

/** Which Ollama server the page is about. */
export function InstanceSwitch() {
  const name = useInstance()
  const navigate = useNavigate()
  const { data } = useQuery(instancesQuery)
  const [isConnecting, setConnecting] = useState(false)
  const isHidden = useMissing('fleet.list') !== null
  const isLastKnown = useOutage()?.of === 'dashboard'
  const instances = data?.instances ?? []
  const current = currentOf(instances, name)
  if (!current && isHidden) return null
  if (!current) return <span className="h-8 w-28 rounded-control bg-raised shadow-raise phone:h-11" />
  const [kind, word] = stateOf(current, isLastKnown)

  const switchTo = ({ name: next, is_default }: Instance) =>
    void navigate({
      to: '.',
      // Named, if as nothing: what is left out is kept from page to page.
      search: (search) => ({ ...search, instance: is_default ? undefined : next }),
    })

  return (
    <>
      <Menu
        align="start"
        trigger={
          <button
            type="button"
            className="flex h-8 max-w-64 min-w-0 flex-none phone:flex-initial items-center gap-2 rounded-control bg-raised pr-1.5 pl-2.5 font-medium text-ink-strong shadow-raise hover:bg-hover phone:h-11 phone:max-w-[52vw]"
          >
            <StatusMark kind={kind} />
            <span className="sr-only">Ollama server</span>
            <span className="truncate">{nameOf(current)}</span>
            <span className="sr-only">{word}</span>
            <ChevronsUpDown aria-hidden className="size-4 flex-none text-ink-faint tight:hidden" />
          </button>
        }
      >
        <MenuLabel>Ollama servers</MenuLabel>
        {instances.map((instance) => {
          const [kind, word] = stateOf(instance, isLastKnown)
          return (
            <MenuItem key={instance.name} onSelect={() => switchTo(instance)}>
              <StatusMark kind={kind} />
              <span>{nameOf(instance)}</span>
              <span className="sr-only">{word}</span>
              <span className="ml-auto pl-6 text-small font-normal text-ink-muted">
                {hostOf(instance)}
                {instance.version !== null && `, ${formatVersion(instance.version)}`}
              </span>
            </MenuItem>
          )
        })}
        {current.demo && (
          <MenuItem icon={Plug} onSelect={() => setConnecting(true)}>
            Connect your Ollama
          </MenuItem>
        )}
      </Menu>
      {isConnecting && current.demo && <Connect demo={current.demo} onClose={() => setConnecting(false)} />}
    </>
  )
}
