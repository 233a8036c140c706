import type { AvailableModel } from '@ollama-dashboard/contracts'
import clsx from 'clsx'
import { ChevronDown, type LucideIcon, Search, X } from 'lucide-react'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { type Capability, capabilities } from '../../lib/capabilities.ts'
import { capabilityIcons } from '../../ui/capability-icons.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { KeyHint } from '../../ui/key-hint.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { countFilters } from './filter-models.ts'
import { useModelsSearch } from './use-models-search.ts'

export function Filters({ models }: { readonly models: readonly AvailableModel[] }) {
  const { search, change } = useModelsSearch()
  const counts = useMemo(() => countFilters(models), [models])
  const toggle = (capability: Capability) => {
    const now = search.can ?? []
    const next = now.includes(capability) ? now.filter((one) => one !== capability) : [...now, capability]
    change({ can: next.length > 0 ? next : undefined })
  }
  return (
    <search
      aria-label="Filters"
      className="flex flex-wrap items-center gap-2 phone:-mx-4 phone:flex-nowrap phone:overflow-x-auto phone:px-4 phone:py-1"
    >
      <TextFilter />
      <Chip
        isOn={search.running === true}
        count={counts.running}
        onToggle={() => change({ running: search.running ? undefined : true })}
      >
        Running
      </Chip>
      {capabilities.map((capability) => (
        <Chip
          key={capability}
          icon={capabilityIcons[capability]}
          isOn={search.can?.includes(capability) ?? false}
          count={counts.can[capability]}
          onToggle={() => toggle(capability)}
        >
          {`${capability[0]?.toUpperCase()}${capability.slice(1)}`}
        </Chip>
      ))}
      {counts.families.length > 1 && (
        <Menu
          align="start"
          trigger={
            <button type="button" className={chip(search.family !== undefined)}>
              {search.family ?? 'Family'}
              <ChevronDown aria-hidden className="size-3.5" />
            </button>
          }
        >
          <div className="max-h-72 overflow-y-auto">
            <MenuItem onSelect={() => change({ family: undefined })}>All families</MenuItem>
            {counts.families.map((family) => (
              <MenuItem key={family} onSelect={() => change({ family })}>
                {family}
              </MenuItem>
            ))}
          </div>
        </Menu>
      )}
    </search>
  )
}

const chip = (isOn: boolean) =>
  clsx(
    'inline-flex h-(--control) flex-none items-center gap-1.5 rounded-control border px-2.5 font-medium whitespace-nowrap phone:h-11 [&>svg]:size-3.5',
    isOn
      ? 'border-transparent bg-accent-soft text-accent-text'
      : 'border-line-strong text-ink-muted hover:bg-hover hover:text-ink',
  )

interface ChipProps {
  readonly icon?: LucideIcon
  readonly isOn: boolean
  readonly count: number
  readonly onToggle: () => void
  readonly children: ReactNode
}

/** A filter that would leave nothing is not offered, unless it is on and has to come off. */
function Chip({ icon: Icon, isOn, count, onToggle, children }: ChipProps) {
  if (count === 0 && !isOn) return null
  return (
    <button type="button" aria-pressed={isOn} onClick={onToggle} className={chip(isOn)}>
      {Icon && <Icon aria-hidden />}
      {children}
      <span className={clsx('font-normal tabular-nums', !isOn && 'text-ink-faint')}>{count}</span>
    </button>
  )
}

/** Typing must not wait for the address of the page. */
function TextFilter() {
  const { search, change } = useModelsSearch()
  const [text, setText] = useState(search.q ?? '')
  const field = useRef<HTMLInputElement>(null)
  const written = useRef(search.q ?? '')

  useEffect(() => {
    // Somebody else changed the address: a link, or the way back.
    if ((search.q ?? '') === written.current) return
    written.current = search.q ?? ''
    setText(search.q ?? '')
  }, [search.q])

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isElsewhere =
        event.target instanceof HTMLElement && /^(?:INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)
      if (event.key !== '/' || event.ctrlKey || event.metaKey || isElsewhere) return
      event.preventDefault()
      field.current?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])

  const write = (next: string) => {
    setText(next)
    written.current = next.trim()
    change({ q: next.trim() === '' ? undefined : next.trim() })
  }
  return (
    <div className="flex h-(--control) w-[192px] flex-none items-center gap-2 rounded-control border border-line-strong bg-field pr-1.5 pl-2.5 focus-within:border-accent focus-within:shadow-[0_0_0_3px_var(--accent-soft)] phone:h-11 phone:w-[200px]">
      <Search aria-hidden className="size-4 flex-none text-ink-faint" />
      <input
        ref={field}
        type="text"
        aria-label="Filter by name"
        placeholder="Filter by name"
        value={text}
        onChange={(event) => write(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && (text === '' ? field.current?.blur() : write(''))}
        spellCheck={false}
        className="h-full min-w-0 flex-1 bg-transparent outline-none phone:-my-px phone:h-11"
      />
      {text === '' ? (
        <span className="phone:hidden">
          <KeyHint>/</KeyHint>
        </span>
      ) : (
        <IconButton icon={X} size="small" label="Clear the filter" onClick={() => write('')} />
      )}
    </div>
  )
}
