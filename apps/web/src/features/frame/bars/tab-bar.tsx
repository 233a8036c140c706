import { Link, useLocation, useNavigate } from '@tanstack/react-router'
import clsx from 'clsx'
import { Lock } from 'lucide-react'
import { Menu, MenuItem } from '../../../ui/menu.tsx'
import { frameLayout } from '../frame-layout.ts'
import { MoreLabel, TabLabel } from './page-labels.tsx'
import { PageMark } from './page-mark.tsx'
import { barPages, isAt, morePages, type Page } from './pages.ts'
import { useMissingForPage } from './use-missing-for-page.ts'

/** The pages, for a thumb: the first few, and a menu of the others. */
export function TabBar() {
  const isMore = useLocation({ select: ({ pathname }) => morePages.some((page) => isAt(page, pathname)) })
  return (
    <nav aria-label="Pages" className={frameLayout.tabs}>
      {barPages.map((page) => (
        <Link
          key={page.to}
          to={page.to}
          activeOptions={{ exact: page.to === '/', includeSearch: false }}
          className={clsx(frameLayout.tab, 'relative')}
        >
          <TabLabel
            page={page}
            mark={
              <PageMark
                page={page}
                countClassName="absolute top-1.5 left-1/2 ml-1.5 h-4! min-w-4! px-1! text-[10px] leading-4"
                dotClassName="absolute top-2 left-1/2 ml-3"
              />
            }
          />
        </Link>
      ))}
      <Menu
        trigger={
          <button type="button" aria-current={isMore ? 'page' : undefined} className={frameLayout.tab}>
            <MoreLabel />
          </button>
        }
      >
        {morePages.map((page) => (
          <MorePage key={page.to} page={page} />
        ))}
      </Menu>
    </nav>
  )
}

function MorePage({ page }: { readonly page: Page }) {
  const needs = useMissingForPage(page)
  const navigate = useNavigate()
  return (
    <MenuItem icon={page.icon} onSelect={() => void navigate({ to: page.to })}>
      {page.name}
      {needs !== null && (
        <span className="ml-auto flex items-center gap-1 pl-3 text-small font-normal text-ink-faint">
          <Lock aria-hidden className="size-3" />
          {needs.short}
        </span>
      )}
    </MenuItem>
  )
}
