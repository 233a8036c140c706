import { queryOptions, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import clsx from 'clsx'
import { api } from '../../../lib/api/api.ts'
import { type InstanceName, instanceQuery } from '../../../lib/api/instance-name.ts'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { formatVersion } from '../../../lib/format.ts'
import { versionKey } from '../../../lib/queries/keys.ts'
import { Brand } from '../../../ui/brand.tsx'
import { frameLayout } from '../frame-layout.ts'
import { RailLabel } from './page-labels.tsx'
import { PageMark } from './page-mark.tsx'
import { type Page, pages } from './pages.ts'
import { useMissingForPage } from './use-missing-for-page.ts'

const versionQuery = (instance: InstanceName) =>
  queryOptions({
    queryKey: [...versionKey, instance],
    queryFn: ({ signal }) => api.system.version({ query: instanceQuery(instance) }, { signal }),
    refetchInterval: 30_000,
  })

export function Rail() {
  return (
    <nav aria-label="Pages" className={frameLayout.rail}>
      <Brand className={frameLayout.railBrand} />
      <ul className={frameLayout.railPages}>
        {pages.map((page) => (
          <li key={page.to} className={clsx(page.isFirstOfGroup && frameLayout.railGroup)}>
            <RailPage page={page} />
          </li>
        ))}
      </ul>
      <Versions />
    </nav>
  )
}

/** A page that is locked says so here, and itself tells what it would show. */
function RailPage({ page }: { readonly page: Page }) {
  const needs = useMissingForPage(page)
  return (
    <Link
      to={page.to}
      activeOptions={{ exact: page.to === '/', includeSearch: false }}
      title={needs === null ? page.name : `${page.name}, ${needs.short}`}
      className={clsx(
        frameLayout.railPage,
        'relative',
        'not-aria-[current=page]:hover:bg-hover not-aria-[current=page]:hover:text-ink',
      )}
    >
      <RailLabel
        page={page}
        needs={needs?.short ?? null}
        mark={
          // Of icons alone, it lies over the corner of that of the page.
          <PageMark
            page={page}
            countClassName="ml-auto narrow:absolute narrow:top-0 narrow:right-0 narrow:h-4 narrow:min-w-4 narrow:px-1"
            dotClassName="ml-auto mr-1 narrow:absolute narrow:top-1 narrow:right-1 narrow:m-0"
          />
        }
      />
    </Link>
  )
}

function Versions() {
  const { data } = useQuery(versionQuery(useInstance()))
  if (!data) return null
  return (
    <div className="mt-auto grid gap-0.5 p-2 text-tiny text-ink-faint narrow:hidden">
      <span>{data.version === null ? 'Ollama unreachable' : `Ollama ${formatVersion(data.version)}`}</span>
      <span>Dashboard {data.dashboard_version}</span>
    </div>
  )
}
