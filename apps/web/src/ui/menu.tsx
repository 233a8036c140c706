import { cloneElement, type KeyboardEvent, lazy, Suspense, useState } from 'react'
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
  const [wasOpened, setOpened] = useState(false)
  const open = () => setOpened(true)
  const closed = cloneElement(props.trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: load,
    onFocus: load,
    onClick: open,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
      event.preventDefault()
      open()
    },
  })
  if (!wasOpened) return closed
  return (
    <Suspense fallback={closed}>
      <OpenMenu {...props} />
    </Suspense>
  )
}
