import clsx from 'clsx'
import { type KeyboardEvent, lazy, type RefObject, Suspense, useEffect, useRef } from 'react'
import { loadPart } from '../../../lib/load-part.ts'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { isSettingsTab, type ModelsSearch } from '../list/models-search.ts'
import { useModelsSearch } from '../list/use-models-search.ts'
import { ModelDetails } from './model-details.tsx'

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
  useReturnedFocus(panel)
  useKeptFocus(panel, `${isSettings} ${name}`)
  const close = () => change({ model: undefined, tab: undefined })
  // Each tab has an address of its own, so that the way back leads to the one before.
  const show = (next: ModelsSearch['tab']) => change({ tab: next === 'glance' ? undefined : next }, { push: true })
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    // A dialog over the drawer has its own Escape, and only the way through React leads here.
    if (!panel.current?.contains(event.target as Node)) return
    event.stopPropagation()
    close()
  }

  return (
    <aside
      ref={panel}
      aria-label={`${isSettings ? 'Settings' : 'Details'} of ${name}`}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      className={clsx(
        'sticky top-(--bar) flex h-[calc(100dvh-var(--bar))] flex-none flex-col border-l border-line bg-panel outline-none md:max-w-[70%] phone:fixed phone:inset-0 phone:z-30 phone:h-dvh phone:w-dvw phone:max-w-full phone:border-0 phone:bg-background',
        isSettings ? settingsWidth : 'w-140 max-[73.75rem]:w-115',
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
