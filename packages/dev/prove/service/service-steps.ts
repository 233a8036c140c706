import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ServiceLog, ServiceStatus } from '@ollama-dashboard/contracts'

/** Longer than a change may take. */
const limitMs = 90_000

/** What a change answers, or why it did not succeed. */
interface ChangeAnswer {
  readonly service?: ServiceStatus
  readonly code?: string
  readonly detail?: string
  readonly output?: readonly string[]
}

export interface ProvedService {
  status(): Promise<ServiceStatus>
  post(action: 'start' | 'stop' | 'restart'): Promise<ChangeAnswer>
  log(): Promise<ServiceLog>
}

/** The service of a dashboard, as an admin asks for it. */
export function serviceAt(url: string, key: string): ProvedService {
  const ask = async (method: string, path: string) => {
    const headers = { authorization: `Bearer ${key}` }
    const answer = await fetch(`${url}/api/service/${path}`, { method, headers, signal: AbortSignal.timeout(limitMs) })
    // The contract says what it is; a step that finds something else does not hold.
    return answer.json()
  }
  return {
    status: () => ask('GET', 'status') as Promise<ServiceStatus>,
    post: (action) => ask('POST', action) as Promise<ChangeAnswer>,
    log: () => ask('GET', 'logs?lines=500') as Promise<ServiceLog>,
  }
}

/** Asks until the status is as wanted. Throws after some time. */
export async function statusWhere(service: ProvedService, isWanted: (status: ServiceStatus) => boolean) {
  const until = performance.now() + limitMs
  for (let status = await service.status(); !isWanted(status); status = await service.status()) {
    if (performance.now() > until) throw new Error(`The status stays ${JSON.stringify(status)}`)
    await sleep(100)
  }
}

export function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return false
  } catch {
    return true
  }
}

/** The variables of a process, as Linux tells them. */
export const variablesOf = (pid: number): readonly string[] => readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
