import { usePageTitle } from '../../lib/hooks/use-title.ts'
import { DefaultsPanel } from './defaults-panel.tsx'

export function AdminPage() {
  usePageTitle('Model defaults · Admin')
  return (
    <main className="mx-auto grid w-full max-w-[calc(var(--content)+2*var(--gutter))] grid-cols-[minmax(0,1fr)] content-start gap-(--gap) px-(--gutter) pt-5 pb-10 phone:px-4 phone:pt-4">
      <div className="flex min-h-8 items-center">
        <h1>Admin</h1>
      </div>
      <DefaultsPanel />
    </main>
  )
}
