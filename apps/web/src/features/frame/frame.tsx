import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useMissing } from '../../lib/api/use-permission.ts'
import { loadPart } from '../../lib/load-part.ts'
import { Notices } from '../../parts/notices/notices.tsx'
import { DemoBand } from './bars/demo-band.tsx'
import { Rail } from './bars/rail.tsx'
import { TabBar } from './bars/tab-bar.tsx'
import { TopBar } from './bars/top-bar.tsx'
import { UnreachableBand } from './bars/unreachable-band.tsx'
import { useFrameKeys } from './commands/use-frame-keys.ts'
import { frameLayout } from './frame-layout.ts'
import { useAlertNotifications } from './use-alert-notifications.ts'
import { useIdentities } from './use-identities.ts'
import { useKnownHardware } from './use-known-hardware.ts'
import { useLiveEvents } from './use-live-events.ts'
import { useOffline } from './use-offline.ts'

const KeysHelp = lazy(() =>
  loadPart(() => import('./commands/keys-help.tsx')).then(({ KeysHelp }) => ({ default: KeysHelp })),
)
const loadPalette = () => loadPart(() => import('./commands/palette.tsx'))
const Palette = lazy(() => loadPalette().then(({ Palette }) => ({ default: Palette })))

export interface FrameProps {
  /** What is under way, at the right end of the top bar. */
  readonly tray: ReactNode
  readonly children: ReactNode
}

/** What stands around every page. */
export function Frame({ tray, children }: FrameProps) {
  useLiveEvents()
  useKnownHardware()
  useIdentities()
  useOffline()
  useAlertNotifications(useMissing('alerts.list') === null)
  const [isPaletteOpen, setPaletteOpen] = useState(false)
  const [isHelpOpen, setHelpOpen] = useState(false)
  useFrameKeys({
    preparePalette: () => void loadPalette(),
    openPalette: () => setPaletteOpen(true),
    openHelp: () => setHelpOpen(true),
  })

  return (
    <div className={frameLayout.frame}>
      <a
        href="#page"
        className="sr-only rounded-control bg-primary text-primary-contrast focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:px-3 focus:py-2"
      >
        Skip to content
      </a>
      <Rail />
      <div className={frameLayout.column}>
        <TopBar onFind={() => setPaletteOpen(true)} tray={tray} />
        <DemoBand />
        <UnreachableBand />
        <div id="page" className="flex min-w-0 flex-1 flex-col">
          {children}
        </div>
      </div>
      <TabBar />
      <Suspense fallback={null}>
        {isPaletteOpen && <Palette onClose={() => setPaletteOpen(false)} onHelp={() => setHelpOpen(true)} />}
        {isHelpOpen && <KeysHelp onClose={() => setHelpOpen(false)} />}
      </Suspense>
      <Notices />
    </div>
  )
}
