import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { versionQuery } from '../../lib/queries.ts'
import { useInstance } from '../../lib/use-instance.ts'
import { Brand } from '../../ui/brand.tsx'
import { pages } from './pages.ts'

export function Rail() {
  return (
    <nav aria-label="Pages" className="sticky top-0 flex h-dvh flex-col bg-background px-2 pb-3 phone:hidden">
      <Brand className="h-(--bar) px-2 narrow:justify-center" />
      <ul className="grid gap-px">
        {pages.map(({ to, name, icon: Icon }) => (
          <li key={to}>
            <Link
              to={to}
              activeOptions={{ exact: to === '/', includeSearch: false }}
              title={name}
              className="flex h-8 items-center gap-2.5 rounded-control px-2 font-medium text-ink-muted hover:bg-hover hover:text-ink aria-[current=page]:bg-raised aria-[current=page]:text-ink-strong aria-[current=page]:shadow-raise narrow:justify-center [&>svg]:text-ink-faint aria-[current=page]:[&>svg]:text-accent-text"
            >
              <Icon aria-hidden className="size-4 flex-none" />
              <span className="narrow:sr-only">{name}</span>
            </Link>
          </li>
        ))}
      </ul>
      <Versions />
    </nav>
  )
}

function Versions() {
  const { data } = useQuery(versionQuery(useInstance()))
  if (!data) return null
  return (
    <div className="mt-auto grid gap-0.5 p-2 text-tiny text-ink-faint narrow:hidden">
      <span>{data.version === null ? 'Ollama not reached' : `Ollama ${data.version}`}</span>
      <span>Dashboard {data.dashboard_version}</span>
    </div>
  )
}
