import { setTimeout as sleep } from 'node:timers/promises'
import { benchKey } from '../../bench/processes.ts'

/** Saves settings of several models at once, again and again; counts the answers by status. */
export async function saveSettings(url: string, pauseMs: number, signal: AbortSignal): Promise<Map<number, number>> {
  const answers = new Map<number, number>()
  const headers = { authorization: `Bearer ${benchKey}`, 'content-type': 'application/json' }
  for (let seed = 1; !signal.aborted; seed += 1) {
    const saves = Array.from({ length: 5 }, async (_, model) => {
      const body = JSON.stringify({ seed })
      const { status } = await fetch(`${url}/api/models/settings/model-${model}`, { method: 'POST', headers, body })
      answers.set(status, (answers.get(status) ?? 0) + 1)
    })
    await Promise.all(saves)
    await sleep(pauseMs)
  }
  return answers
}

export const told = (answers: ReadonlyMap<number, number>): string =>
  [...answers]
    .toSorted(([a], [b]) => a - b)
    .map(([status, count]) => `${count} × ${status}`)
    .join(', ')
