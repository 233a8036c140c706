import { Link } from '@tanstack/react-router'
import { frameLayout } from '../frame-layout.ts'
import { TabLabel } from './page-labels.tsx'
import { pages } from './pages.ts'

/** The pages, for a thumb. */
export const TabBar = () => (
  <nav aria-label="Pages" className={frameLayout.tabs}>
    {pages.map((page) => (
      <Link
        key={page.to}
        to={page.to}
        activeOptions={{ exact: page.to === '/', includeSearch: false }}
        className={frameLayout.tab}
      >
        <TabLabel page={page} />
      </Link>
    ))}
  </nav>
)
