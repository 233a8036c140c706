import { useQuery } from '@tanstack/react-query'
import { FlaskConical, Plug, X } from 'lucide-react'
import { useState } from 'react'
import { currentOf } from '../../../lib/api/current-instance.ts'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { instancesQuery } from '../../../lib/queries/server.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Connect } from './connect.tsx'
import { closeNotice, useNoticeClosed } from './demo-notice.ts'

/** The page was served as that of a demo. */
const isDemoPage = (): boolean => document.querySelector<HTMLMetaElement>('meta[name="demo"]')?.content === 'yes'

/** Until it is known what the band says, so that the page below it does not move. */
const BandRoom = () => <div className="demo-band min-h-11 flex-none bg-accent-soft phone:min-h-14" />

/** Over every page, until a real Ollama answers or the person closes it. */
export function DemoBand() {
  const name = useInstance()
  const isClosed = useNoticeClosed()
  const [isOpen, setOpen] = useState(false)
  const { data: demo } = useQuery({
    ...instancesQuery,
    select: ({ instances }) => currentOf(instances, name)?.demo ?? null,
  })
  if (isClosed) return null
  if (demo === undefined && isDemoPage()) return <BandRoom />
  if (!demo) return null
  return (
    <section
      aria-label="Demo"
      className="demo-band flex min-h-11 flex-none items-center gap-3 bg-accent-soft px-(--gutter) py-1.5 phone:px-4"
    >
      <FlaskConical aria-hidden className="size-4 flex-none text-accent-text phone:hidden" />
      <p className="min-w-0">
        <strong className="font-strong text-ink-strong">Demo mode</strong> –{' '}
        <span className="phone:hidden">
          no Ollama found at {demo.tried} ({demo.reason}).
        </span>{' '}
        All data is simulated.
      </p>
      <Button look="primary" size="small" icon={Plug} onClick={() => setOpen(true)} className="ml-auto">
        Connect
      </Button>
      <IconButton icon={X} size="small" label="Close" onClick={closeNotice} className="-mr-1.5 -ml-1.5" />
      {isOpen && <Connect demo={demo} onClose={() => setOpen(false)} />}
    </section>
  )
}
