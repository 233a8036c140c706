import type { RunningModel, SystemStats } from '@ollama-dashboard/contracts'
import { formatPercent } from './format.ts'

const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`

/** "2 models warm, 1 loading, 61 % of VRAM": what is loaded and what it costs; nothing of it is a guess. */
export function statusSentence(
  running: readonly RunningModel[] | null,
  stats: Pick<SystemStats, 'vram' | 'memory'> | null,
): string {
  if (running === null) return 'No answer from Ollama yet'
  const loading = running.filter(({ state }) => state === 'loading').length
  const warm = running.length - loading
  const parts = [warm > 0 ? `${count(warm, 'model')} warm` : 'No model in memory']
  if (loading > 0) parts.push(`${loading} loading`)
  if (stats?.vram) parts.push(`${formatPercent(stats.vram.percent)} of VRAM`)
  else if (stats) parts.push(`${formatPercent(stats.memory.percent)} of RAM`)
  return parts.join(', ')
}
