import type { RunningModel, SystemStats } from '@ollama-dashboard/contracts'
import { formatPercent } from './format.ts'
import { modelMemory } from './models/model-memory.ts'

const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`

/** "2 models warm, 1 loading, 61 % of VRAM": what is loaded and what it costs; nothing of it is a guess. */
export function statusSentence(
  running: readonly RunningModel[] | null,
  stats: Pick<SystemStats, 'vram' | 'unified_memory' | 'memory'> | null,
): string {
  if (running === null) return 'No answer from Ollama yet'
  const loading = running.filter(({ state }) => state === 'loading').length
  const warm = running.length - loading
  const parts = [warm > 0 ? `${count(warm, 'model')} warm` : 'No model in memory']
  if (loading > 0) parts.push(`${loading} loading`)
  if (stats) {
    const { percent, name } = modelMemory(stats)
    parts.push(`${formatPercent(percent)} of ${name}`)
  }
  return parts.join(', ')
}
