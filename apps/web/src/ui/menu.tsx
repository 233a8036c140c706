import { cloneElement, type KeyboardEvent, lazy, type MouseEvent, Suspense, useState } from 'react'
import { loadPart } from '../lib/load-part.ts'
import type { MenuProps } from './menu-parts.tsx'

// Menus are most of what the first page would have to load, and nobody needs one to see it.
let loading: Promise<typeof import('./menu-parts.tsx')> | undefined
/** However often the pointer comes by, it is waited for once. */
function load() {
  loading ??= loadPart(() => import('./menu-parts.tsx'))
  return loading
}
const OpenMenu = lazy(() => load().then(({ OpenMenu }) => ({ default: OpenMenu })))
export const MenuItem = lazy(() => load().then(({ MenuItem }) => ({ default: MenuItem })))
export const MenuCheck = lazy(() => load().then(({ MenuCheck }) => ({ default: MenuCheck })))
export const MenuLabel = lazy(() => load().then(({ MenuLabel }) => ({ default: MenuLabel })))

/** A menu behind its trigger. Until it is first asked for, it is the trigger alone. */
export function Menu(props: MenuProps) {
  const [openedBy, open] = useState<'pointer' | 'keyboard' | null>(null)
  const closed = cloneElement(props.trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: load,
    onFocus: load,
    // A key that presses a button counts no clicks.
    onClick: ({ detail }: MouseEvent) => open(detail === 0 ? 'keyboard' : 'pointer'),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
      event.preventDefault()
      open('keyboard')
    },
  })
  if (openedBy === null) return closed
  return (
    <Suspense fallback={closed}>
      <OpenMenu {...props} openedBy={openedBy} />
    </Suspense>
  )
}
