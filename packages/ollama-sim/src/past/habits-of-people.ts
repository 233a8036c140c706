import { createRandom } from '../random.ts'
import type { HostLoad } from '../scenarios/simulated-host.ts'

/** When somebody asks a model, one question after the other. Times are minutes of a day, in local time. */
export interface Sitting {
  readonly model: string
  readonly numCtx: number
  readonly from: number
  readonly to: number
  /** How far apart the questions are, on average. */
  readonly everyMinutes: number
  /** On average. */
  readonly promptTokens: number
  readonly replyTokens: number
}

const at = (hours: number, minutes = 0): number => hours * 60 + minutes

const coding = { model: 'qwen2.5-coder:14b', numCtx: 16_384, everyMinutes: 6, promptTokens: 2400, replyTokens: 380 }
const reasoning = { model: 'gpt-oss:20b', numCtx: 32_768, everyMinutes: 6, promptTokens: 900, replyTokens: 620 }
const quick = { model: 'llama3.2:3b', numCtx: 8192, everyMinutes: 3, promptTokens: 260, replyTokens: 150 }
const writing = { model: 'gemma3:12b', numCtx: 16_384, everyMinutes: 7, promptTokens: 1100, replyTokens: 420 }
const talking = { model: 'llama3.1:8b', numCtx: 16_384, everyMinutes: 5, promptTokens: 420, replyTokens: 260 }
/** Its context is too long for the graphics card, so a part of it runs on the processor. */
const long = {
  model: 'hf.co/unsloth/Qwen3-30B-A3B-Instruct-2507-GGUF:Q4_K_M',
  numCtx: 65_536,
  everyMinutes: 6,
  promptTokens: 5200,
  replyTokens: 450,
}
export const general = {
  model: 'qwen3:14b',
  numCtx: 16_384,
  everyMinutes: 4,
  promptTokens: 1200,
  replyTokens: 480,
}

const evenings = [writing, long, reasoning, talking, writing, long, talking]

/** What a household asks on a day so many days ago. On a weekend nobody works, and the others sleep longer. */
export function sittingsOf(daysAgo: number, isWeekend: boolean): readonly Sitting[] {
  const evening = { ...(evenings[daysAgo % evenings.length] ?? writing), from: at(20, 10), to: at(21, 40) }
  // It was pulled five days ago.
  const afternoon = daysAgo <= 4 ? reasoning : talking
  if (isWeekend) {
    return [{ ...quick, from: at(10, 40), to: at(11, 20) }, { ...afternoon, from: at(14, 30), to: at(15, 50) }, evening]
  }
  return [
    { ...coding, from: at(8, 50), to: at(11, 35) },
    { ...quick, from: at(12, 15), to: at(12, 50) },
    { ...general, from: at(13, 20), to: at(14, 30) },
    { ...afternoon, from: at(14, 45), to: at(16, 40) },
    { ...coding, from: at(17, 5), to: at(18, 10) },
    evening,
  ]
}

/** How busy people keep the machine with other things, by the hour of a day: 0 to 1. */
const busyByHour = [
  0.04, 0.02, 0.02, 0.02, 0.02, 0.04, 0.1, 0.25, 0.6, 0.9, 1, 0.9, 0.6, 0.8, 1, 0.9, 0.8, 0.6, 0.4, 0.35, 0.5, 0.5, 0.3,
  0.1,
]

function busyAt(time: Date): number {
  const hour = time.getHours()
  const share = time.getMinutes() / 60 + time.getSeconds() / 3600
  const [now = 0, next = 0] = [busyByHour[hour], busyByHour[(hour + 1) % 24]]
  return (now + (next - now) * share) * (isWeekend(time) ? 0.5 : 1)
}

const slotMs = 16_000

/** What people do on the machine besides asking models. It changes without steps, and is the same at the same time. */
export function othersAt(at: number, seed: number): HostLoad['others'] {
  const busy = busyAt(new Date(at))
  const slot = Math.floor(at / slotMs)
  const within = at / slotMs - slot
  const peak = (index: number) => createRandom(seed + index)() ** 4
  const peaks = peak(slot) * (1 - within) + peak(slot + 1) * within
  return { cpuPercent: busy * (4 + 44 * peaks), memoryBytes: (1.6 + 9 * busy) * 2 ** 30 }
}

export const isWeekend = (time: Date): boolean => time.getDay() === 0 || time.getDay() === 6
