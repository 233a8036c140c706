import type { PullJob } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import { isPull, jobsQuery } from '../../lib/models/jobs.ts'

interface Asked {
  readonly job: string
  /** As it was typed. */
  readonly text: string
}

export interface FailedPull {
  readonly text: string
  readonly error: PullJob['error']
}

/** The pull that was asked for last, once it has failed: `onFail` is then told what was typed. */
export function useFailedPull(onFail: (text: string) => void) {
  const [asked, setAsked] = useState<Asked | null>(null)
  const { data: job = null } = useQuery({
    ...jobsQuery,
    select: ({ jobs }) => jobs.filter(isPull).find(({ id, state }) => id === asked?.job && state === 'failed') ?? null,
  })
  const failed: FailedPull | null = asked && job && { text: asked.text, error: job.error }
  const text = failed?.text ?? null
  const tell = useEffectEvent(onFail)
  useEffect(() => {
    if (text !== null) tell(text)
  }, [text])
  return { failed, remember: setAsked }
}
