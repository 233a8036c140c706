import { useLocation } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import type { ReactNode } from 'react'
import { useLiveStats } from '../../../lib/queries/use-live-stats.ts'
import { useStatusSentence } from '../../../lib/status-sentence.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { KeyHint } from '../../../ui/key-hint.tsx'
import { ThemeButton } from '../../../ui/theme-button.tsx'
import { frameLayout } from '../frame-layout.ts'
import { AccountMenu } from './account-menu.tsx'
import { AlertBell } from './alerts/alert-bell.tsx'
import { InstanceSwitch } from './instance-switch.tsx'

const isApple = /Mac|iPhone|iPad/.test(navigator.platform)

export interface TopBarProps {
  readonly onFind: () => void
  /** What is under way, beside the account. */
  readonly tray: ReactNode
}

export function TopBar({ onFind, tray }: TopBarProps) {
  const isOverview = useLocation({ select: ({ pathname }) => pathname === '/' })
  return (
    <header className={frameLayout.bar}>
      <InstanceSwitch />
      {/* On Overview the sentence is the page's title. */}
      {!isOverview && (
        <p className="min-w-0 truncate text-ink-muted phone:hidden">
          <StatusSentence />
        </p>
      )}
      <div className="ml-auto flex flex-none items-center gap-1">
        {/* First: when work begins, its figures take room on this side, and nothing else moves. */}
        {tray}
        <button
          type="button"
          onClick={onFind}
          className="flex h-8 w-63 items-center gap-2 rounded-control border border-line bg-sunken pr-1.5 pl-2.5 whitespace-nowrap text-ink-faint hover:border-line-strong narrow:hidden"
        >
          <Search aria-hidden className="size-4" />
          <span>Search or run a command</span>
          <span className="ml-auto">
            <KeyHint>{isApple ? '⌘ K' : 'Ctrl K'}</KeyHint>
          </span>
        </button>
        <span className="hidden narrow:contents">
          <IconButton icon={Search} label="Search or run a command" onClick={onFind} />
        </span>
        <AlertBell />
        {/* Themes are in what Search opens, too. */}
        <span className="contents tight:hidden">
          <ThemeButton />
        </span>
        <AccountMenu />
      </div>
    </header>
  )
}

/** Apart, so that only the line renders with each of its facts. What a load changes is measured as soon as it is told. */
function StatusSentence() {
  useLiveStats()
  const { text, title } = useStatusSentence()
  return <span title={title}>{text}</span>
}
