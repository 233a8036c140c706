import { Link } from '@tanstack/react-router'
import { pages } from './pages.ts'

/** The pages, for a thumb. */
export const TabBar = () => (
  <nav
    aria-label="Pages"
    className="fixed inset-x-0 bottom-0 z-20 hidden auto-cols-fr grid-flow-col border-t border-line bg-background pb-[env(safe-area-inset-bottom)] phone:grid"
  >
    {pages.map(({ to, name, icon: Icon }) => (
      <Link
        key={to}
        to={to}
        activeOptions={{ exact: to === '/', includeSearch: false }}
        className="grid h-(--bottom-bar) content-center justify-items-center gap-[3px] text-tiny font-medium text-ink-muted aria-[current=page]:text-ink-strong aria-[current=page]:[&>svg]:text-accent-text"
      >
        <Icon aria-hidden className="size-5" />
        {name}
      </Link>
    ))}
  </nav>
)
