import { useQuery } from '@tanstack/react-query'
import { FlaskConical, Plug } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { currentOf } from '../../../lib/api/current-instance.ts'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { loadPart } from '../../../lib/load-part.ts'
import { instancesQuery } from '../../../lib/queries/server.ts'
import { Button } from '../../../ui/button.tsx'

const ConnectDialog = lazy(() =>
  loadPart(() => import('../connect-dialog.tsx')).then(({ ConnectDialog }) => ({ default: ConnectDialog })),
)

/** The page was served as that of a demo. */
const isDemoPage = (): boolean => document.querySelector<HTMLMetaElement>('meta[name="demo"]')?.content === 'yes'

/** Until it is known what the band says, so that the page below it does not move. */
const BandRoom = () => <div className="demo-band min-h-11 flex-none bg-accent-soft phone:min-h-14" />

/** Over every page, until a real Ollama answers. */
export function DemoBand() {
  const name = useInstance()
  const [isOpen, setOpen] = useState(false)
  const { data: demo } = useQuery({
    ...instancesQuery,
    select: ({ instances }) => currentOf(instances, name)?.demo ?? null,
  })
  if (demo === undefined && isDemoPage()) return <BandRoom />
  if (!demo) return null
  return (
    <section
      aria-label="Demo"
      className="demo-band flex min-h-11 flex-none items-center gap-3 bg-accent-soft px-(--gutter) py-1.5 phone:px-4"
    >
      <FlaskConical aria-hidden className="size-4 flex-none text-accent-text phone:hidden" />
      <p className="min-w-0">
        <strong className="font-strong text-ink-strong">Demo mode</strong> – no Ollama found at {demo.tried} (
        {demo.reason}). All data is simulated.
      </p>
      <Button look="primary" size="small" icon={Plug} onClick={() => setOpen(true)} className="ml-auto">
        Connect
      </Button>
      <Suspense fallback={null}>
        {isOpen && <ConnectDialog onClose={() => setOpen(false)} tried={demo.tried} reason={demo.reason} />}
      </Suspense>
    </section>
  )
}
