import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Command } from 'cmdk'
import { Info, Moon, Play, RotateCw, Rows3, Rows4, Search, Square, Sun } from 'lucide-react'
import type { ReactNode } from 'react'
import { endpoints } from '../../lib/api.ts'
import { setDensity, toggleTheme, useDensity, useTheme } from '../../lib/appearance.ts'
import { type ModelAction, useModelAction } from '../../lib/model-actions.ts'
import { availableQuery } from '../../lib/queries.ts'
import { useInstance } from '../../lib/use-instance.ts'
import { useMissingRole } from '../../lib/use-permission.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { IdentityMark, ModelName } from '../../ui/model-name.tsx'
import { pages } from './pages.ts'

const item =
  'flex h-9 cursor-default items-center gap-2.5 rounded-control px-2.5 font-medium text-ink data-[disabled=true]:text-ink-faint data-[selected=true]:bg-hover data-[selected=true]:text-ink-strong phone:h-11 [&>svg]:size-4 [&>svg]:flex-none [&>svg]:text-ink-faint'
const group =
  '[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-tiny [&_[cmdk-group-heading]]:text-ink-faint'

/** Goes to pages and models, and acts. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const instance = useInstance()
  const navigate = useNavigate()
  const isDark = useTheme() === 'dark'
  const isCompact = useDensity() === 'compact'
  const needs = useMissingRole(endpoints.models.start)
  const { mutate } = useModelAction(instance)
  const { data: models = [] } = useQuery({ ...availableQuery(instance), select: (list) => list.models })

  const close = (then: () => void) => () => {
    onClose()
    then()
  }
  const act = (action: ModelAction, model: string) => close(() => mutate({ action, model }))

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Search or run a command"
      hideTitle
      className="max-w-[600px] gap-0 overflow-hidden p-0"
    >
      <Command label="Search or run a command" loop className="grid max-h-[70dvh] grid-rows-[auto_minmax(0,1fr)]">
        <div className="flex items-center gap-2.5 border-b border-line px-4">
          <Search aria-hidden className="size-4 flex-none text-ink-faint" />
          <Command.Input
            placeholder="Search or run a command"
            autoFocus
            className="h-12 min-w-0 flex-1 bg-transparent text-prose outline-none"
          />
        </div>
        <Command.List className="overflow-y-auto p-1.5 pb-2">
          <Command.Empty className="px-3 py-8 text-center text-ink-muted">Nothing of that name.</Command.Empty>
          <Command.Group heading="Pages" className={group}>
            {pages.map(({ to, name, icon: Icon }) => (
              <Command.Item
                key={to}
                value={`page ${name}`}
                onSelect={close(() => void navigate({ to }))}
                className={item}
              >
                <Icon aria-hidden /> {name}
              </Command.Item>
            ))}
          </Command.Group>
          <Command.Group heading="Models" className={group}>
            {models.map(({ name }) => (
              <Command.Item
                key={name}
                value={`details ${name}`}
                onSelect={close(() => void navigate({ to: '/models', search: { model: name } }))}
                className={item}
              >
                <Info aria-hidden /> <ModelRow name={name}>Details of</ModelRow>
              </Command.Item>
            ))}
          </Command.Group>
          <Command.Group heading={needs === null ? 'Actions' : `Actions, need ${needs}`} className={group}>
            {models.map(({ name, is_running, remote }) => {
              if (remote) return null
              if (!is_running) {
                return (
                  <Command.Item
                    key={name}
                    value={`start ${name}`}
                    disabled={needs !== null}
                    onSelect={act('start', name)}
                    className={item}
                  >
                    <Play aria-hidden /> <ModelRow name={name}>Start</ModelRow>
                  </Command.Item>
                )
              }
              return [
                <Command.Item
                  key={`stop ${name}`}
                  value={`stop ${name}`}
                  disabled={needs !== null}
                  onSelect={act('stop', name)}
                  className={item}
                >
                  <Square aria-hidden /> <ModelRow name={name}>Stop</ModelRow>
                </Command.Item>,
                <Command.Item
                  key={`restart ${name}`}
                  value={`restart ${name}`}
                  disabled={needs !== null}
                  onSelect={act('restart', name)}
                  className={item}
                >
                  <RotateCw aria-hidden /> <ModelRow name={name}>Restart</ModelRow>
                </Command.Item>,
              ]
            })}
          </Command.Group>
          <Command.Group heading="Appearance" className={group}>
            <Command.Item value="theme" onSelect={close(toggleTheme)} className={item}>
              {isDark ? <Sun aria-hidden /> : <Moon aria-hidden />} {isDark ? 'Light theme' : 'Dark theme'}
            </Command.Item>
            <Command.Item
              value="density rows"
              onSelect={close(() => setDensity(isCompact ? 'comfortable' : 'compact'))}
              className={item}
            >
              {isCompact ? <Rows3 aria-hidden /> : <Rows4 aria-hidden />}{' '}
              {isCompact ? 'Comfortable rows' : 'Compact rows'}
            </Command.Item>
          </Command.Group>
        </Command.List>
      </Command>
    </Dialog>
  )
}

const ModelRow = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <span className="flex min-w-0 items-center gap-2">
    <span className="flex-none">{children}</span> <IdentityMark name={name} /> <ModelName name={name} />
  </span>
)
