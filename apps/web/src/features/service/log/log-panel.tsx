import { ApiError } from '@ollama-dashboard/client'
import { useQuery } from '@tanstack/react-query'
import { FileX, Pause, Play, SearchX } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { currentOf } from '../../../lib/api/current-instance.ts'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { describeError } from '../../../lib/describe-error.ts'
import { instancesQuery } from '../../../lib/queries/server.ts'
import { ReadProblem } from '../../../parts/problem-note.tsx'
import { Button } from '../../../ui/button.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { LockedNote } from '../../../ui/locked-note.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { SkeletonRows } from '../../../ui/skeleton.tsx'
import { TextFilter } from '../../../ui/text-filter.tsx'
import { LogLine } from './log-line.tsx'
import { useLog } from './use-log.ts'

/** What Ollama writes, as it writes it, with what known messages mean. */
export function LogPanel({ run }: { readonly run: string }) {
  const needs = useMissing('service.logs')
  const [isOn, setOn] = useState(true)
  const [filter, setFilter] = useState<string | undefined>()
  const name = useInstance()
  const servers = useQuery({
    ...instancesQuery,
    select: ({ instances }) => Boolean(currentOf(instances, name)?.demo),
    enabled: needs === null,
  })
  const isDemo = servers.data === true
  const canAsk = needs === null && !servers.isPending && !isDemo
  const { source, lines, error, retry } = useLog({ isOn: isOn && canAsk, run })
  const shown = lines.filter(({ text }) => text.toLowerCase().includes((filter ?? '').toLowerCase()))
  const box = useStickToEnd(shown)
  return (
    <Panel
      title="Log"
      end={
        needs === null &&
        source !== null && (
          <>
            <CopyButton text={shown.map(({ text }) => text).join('\n')}>Copy</CopyButton>
            <Button look="quiet" size="small" icon={isOn ? Pause : Play} className="-mr-2" onClick={() => setOn(!isOn)}>
              {isOn ? 'Pause' : 'Follow'}
            </Button>
          </>
        )
      }
    >
      {needs !== null && (
        <div className="p-2">
          <LockedNote>{needs.reason}: what Ollama writes.</LockedNote>
        </div>
      )}
      {isDemo && (
        <Empty icon={FileX} title="No log to show">
          The simulated Ollama writes no log.
        </Empty>
      )}
      {isUnavailable(error) && (
        <Empty icon={FileX} title="No log to show">
          {describeError(error).title} {describeError(error).hint}
        </Empty>
      )}
      {needs === null && error !== null && !isUnavailable(error) && (
        <ReadProblem error={error} retry={retry} className="p-(--pad)" />
      )}
      {needs === null && !isDemo && error === null && source === null && <SkeletonRows rows={4} />}
      {source !== null && (
        <>
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-(--pad) py-2">
            <TextFilter label="Filter the log" value={filter} onChange={setFilter} className="w-64 phone:w-full" />
            <p className="text-small wrap-anywhere text-ink-muted">
              {isOn ? 'Following' : 'Paused:'} {sourceWords[source.kind]} <code>{source.name}</code>
            </p>
          </div>
          {shown.length === 0 ? (
            <Empty icon={SearchX} title={filter === undefined ? 'Nothing written yet' : 'No matching lines'}>
              {filter === undefined
                ? 'Lines appear here as Ollama writes them.'
                : 'Only the newest lines are looked through.'}
            </Empty>
          ) : (
            <section
              ref={box}
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
              tabIndex={0}
              aria-label="Lines of the log"
              className="max-h-96 overflow-auto py-1.5 outline-offset-[-2px]"
            >
              <ol>
                {shown.map((line) => (
                  <LogLine key={line.key} line={line} />
                ))}
              </ol>
            </section>
          )}
        </>
      )}
    </Panel>
  )
}

/** There is none, or this user may not read it: nothing has failed. */
const isUnavailable = (error: unknown): boolean => error instanceof ApiError && error.code === 'service_log_unavailable'

const sourceWords = {
  journal: 'the journal of',
  file: 'the file',
  container: 'the container',
  output: 'the output of',
} as const

/** The newest line stays in sight, unless somebody scrolled away from it. */
function useStickToEnd(content: unknown) {
  const box = useRef<HTMLElement>(null)
  const wasAtEnd = useRef(true)
  useEffect(() => {
    const element = box.current
    if (!element) return
    const note = () => {
      wasAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 24
    }
    element.addEventListener('scroll', note)
    return () => element.removeEventListener('scroll', note)
  })
  useEffect(() => {
    void content
    if (box.current && wasAtEnd.current) box.current.scrollTop = box.current.scrollHeight
  }, [content])
  return box
}
