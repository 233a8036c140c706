import type { ServiceLogLine, ServiceLogSource } from '@ollama-dashboard/contracts'
import { useEffect, useState } from 'react'
import { api } from '../../../lib/api/api.ts'
import { instanceQuery } from '../../../lib/api/instance-name.ts'
import { useInstance } from '../../../lib/api/use-instance.ts'

/** A line, with a number that stays its own while others come and go. */
export interface NumberedLine extends ServiceLogLine {
  readonly key: number
}

export interface FollowedLog {
  readonly source: ServiceLogSource | null
  /** Oldest first. */
  readonly lines: readonly NumberedLine[]
  readonly error: unknown
  /** Begins anew. */
  retry(): void
}

/** So many are asked for, and so many are kept. */
const firstLines = 200
const keptLines = 1000

const nothing = { source: null, lines: [], error: null } as const

export interface UseLogOptions {
  readonly isOn: boolean
  /** Tells one run of Ollama from the next: it may log elsewhere, or not have had a log before. */
  readonly run: string
}

/** Follows Ollama's log for as long as it is on; it stays as it is while that is off, or the tab is hidden. */
export function useLog({ isOn, run }: UseLogOptions): FollowedLog {
  const instance = useInstance()
  const [attempt, setAttempt] = useState(0)
  const [log, setLog] = useState<Omit<FollowedLog, 'retry'>>(nothing)
  const isVisible = useIsVisible()
  useEffect(() => {
    // Named here, so that another attempt, or another run, is another effect.
    void [attempt, run]
    if (!isOn || !isVisible) return
    const leaving = new AbortController()
    void follow(leaving.signal)
    return () => leaving.abort()

    async function follow(signal: AbortSignal) {
      let key = 0
      try {
        const query = { ...instanceQuery(instance), lines: firstLines, follow: true as const }
        for await (const { data } of api.service.logs({ query }, { signal })) {
          if ('kind' in data) {
            setLog({ source: data, lines: [], error: null })
            continue
          }
          const numbered = data.lines.map((line) => {
            key += 1
            return { ...line, key }
          })
          setLog((before) => ({ ...before, lines: [...before.lines, ...numbered].slice(-keptLines) }))
        }
      } catch (error) {
        if (!signal.aborted) setLog({ ...nothing, error })
      }
    }
  }, [instance, isOn, isVisible, attempt, run])
  return { ...log, retry: () => setAttempt(attempt + 1) }
}

function useIsVisible(): boolean {
  const [isVisible, setVisible] = useState(!document.hidden)
  useEffect(() => {
    const look = () => setVisible(!document.hidden)
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [])
  return isVisible
}
