import clsx from 'clsx'
import { lazy, type RefObject, Suspense, useEffect, useEffectEvent, useRef } from 'react'
import { loadPart } from '../../../lib/load-part.ts'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { isSettingsTab, type ModelsSearch } from '../list/models-search.ts'
import { useModelsSearch } from '../list/use-models-search.ts'
import { ModelDetails } from './model-details.tsx'
import { useBandsAbove } from './use-bands-above.ts'

const SettingsView = lazy(() =>
  loadPart(() => import('../settings/settings-view.tsx')).then(({ SettingsView }) => ({ default: SettingsView })),
)

/** Where the list would be squeezed to nothing, the form lies over it. */
const settingsWidth =
  'w-165 max-[77.5rem]:w-130 md:max-[62.5rem]:fixed md:max-[62.5rem]:right-0 md:max-[62.5rem]:z-20 md:max-[62.5rem]:shadow-over'

export interface ModelDrawerProps {
  readonly name: string
  readonly tab: NonNullable<ModelsSearch['tab']>
  readonly onDelete: (name: string) => void
}

/** All about one model or its settings, docked beside the list; over everything on a phone. */
export function ModelDrawer({ name, tab, onDelete }: ModelDrawerProps) {
  const { change } = useModelsSearch()
  const isSettings = isSettingsTab(tab)
  const panel = useRef<HTMLElement>(null)
  useBandsAbove(panel)
  useReturnedFocus(panel)
  useKeptFocus(panel, `${isSettings} ${name}`)
  const close = () => change({ model: undefined, tab: undefined })
  // Each tab has an address of its own, so that the way back leads to the one before.
  const show = (next: ModelsSearch['tab']) => change({ tab: next === 'glance' ? undefined : next }, { push: true })
  useEscape(panel, close)

  return (
    <aside
      ref={panel}
      aria-label={`${isSettings ? 'Settings' : 'Details'} of ${name}`}
      tabIndex={-1}
      className={clsx(
        'sticky top-[calc(var(--bar)+var(--bands))] flex h-[calc(100dvh-var(--bar)-var(--bands))] flex-none flex-col border-l border-line bg-panel outline-none md:max-w-[70%] phone:fixed phone:inset-0 phone:z-30 phone:h-dvh phone:w-dvw phone:max-w-full phone:border-0 phone:bg-background',
        isSettings ? settingsWidth : 'w-146 max-[73.75rem]:w-115',
      )}
    >
      {isSettingsTab(tab) ? (
        <Suspense fallback={<Skeleton className="m-5 h-64" />}>
          <SettingsView
            key={name}
            name={name}
            tab={tab}
            onTab={show}
            onDetails={() => show('glance')}
            onClose={close}
          />
        </Suspense>
      ) : (
        <ModelDetails
          key={name}
          name={name}
          tab={tab}
          onTab={show}
          onSettings={() => show('settings')}
          onDelete={onDelete}
          onClose={close}
        />
      )}
    </aside>
  )
}

/** What has its own Escape: what is open over the page, and a field outside the drawer. */
const elsewhere = '[role=dialog], [role=menu], input:not([type=checkbox]), textarea, select'

/** Wherever on the page the focus is: somebody who goes through the list beside the drawer leaves it there. */
function useEscape(panel: RefObject<HTMLElement | null>, onEscape: () => void) {
  const latest = useEffectEvent(onEscape)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      const { target } = event
      const isWithin = target instanceof Node && panel.current?.contains(target)
      if (!isWithin && target instanceof Element && target.closest(elsewhere)) return
      latest()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [panel])
}

/** Focus goes into the drawer when it opens, and back to where it was when it closes. */
function useReturnedFocus(panel: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const before = document.activeElement
    panel.current?.focus({ preventScroll: true })
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [panel])
}

/** Going from details to settings, or back to another model, takes away the button that had the focus. */
function useKeptFocus(panel: RefObject<HTMLElement | null>, shown: string) {
  useEffect(() => {
    void shown
    if (document.activeElement === document.body) panel.current?.focus({ preventScroll: true })
  }, [panel, shown])
}
