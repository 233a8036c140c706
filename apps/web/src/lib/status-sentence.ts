import type { RunningModel, SystemStats } from '@ollama-dashboard/contracts'
import { capitalised, formatPercent } from './format.ts'
import { modelMemory } from './models/model-memory.ts'

const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`

/**
 * "2 models loaded, 1 loading · VRAM 61 % used · 1 request running": what is loaded, what it costs, and how many requests
 * run through the dashboard. Nothing of it is a guess, and what may no longer hold says so.
 */
export function statusSentence(
  running: readonly RunningModel[] | null,
  stats: Pick<SystemStats, 'vram' | 'unified_memory' | 'memory'> | null,
  { isLastKnown = false, isHidden = false, requests = 0 } = {},
): string {
  if (isHidden) return 'Loaded models are not in your role'
  if (running === null) return "Can't reach Ollama"
  const before = isLastKnown ? 'Last known: ' : ''
  const loading = running.filter(({ state }) => state === 'loading').length
  const loaded = running.length - loading
  const parts = [
    loaded > 0 ? `${before}${count(loaded, 'model')} loaded` : `${before}${isLastKnown ? 'no' : 'No'} models loaded`,
  ]
  if (loading > 0) parts.push(`${loading} loading`)
  const facts = [parts.join(', ')]
  if (stats) {
    const { percent, name } = modelMemory(stats)
    facts.push(`${capitalised(name)} ${formatPercent(percent)} used`)
  }
  // The number does not stay behind at the end of a line.
  if (requests > 0 && !isLastKnown) facts.push(`${count(requests, 'request').replace(' ', '\u00a0')} running`)
  return facts.join(' · ')
}
