import { type Browser, expect, type Page } from '@playwright/test'

interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  readonly ph: string
  /** Microseconds: when it began, and how long it took by the clock and of work. */
  readonly ts: number
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly name?: string; readonly data?: { readonly type?: string } }
}

export interface Tasks {
  /** The longest task of the page in milliseconds of work: what other processes took meanwhile is not the page's. */
  readonly longestMs: number
  readonly summary: string
}

export interface Frames {
  /** Milliseconds of work from one frame to the next, the least first. */
  readonly framesMs: readonly number[]
  /** Milliseconds of work from each key that was pressed to the end of the frame that shows what it did. */
  readonly keysMs: readonly number[]
}

/** Watches the tasks of the page's main thread. */
export async function followTasks(page: Page) {
  const end = await trace(page, ['toplevel', '__metadata'])
  return {
    async end(): Promise<Tasks> {
      const { tasks } = await end()
      const work = tasks.map(workMs).toSorted((a, b) => b - a)
      const waited = tasks.map(({ dur = 0 }) => dur / 1000).toSorted((a, b) => b - a)
      const longest = (of: readonly number[]) => of.slice(0, 5).map(Math.round).join(', ')
      return {
        longestMs: work[0] ?? 0,
        summary: `${tasks.length} tasks; longest by work ${longest(work)} ms, by the clock ${longest(waited)} ms`,
      }
    },
  }
}

/**
 * Watches what the page's main thread does for each frame: all of its tasks from one to the next, whatever they are for. It
 * is counted as work, so that it tells on a busy computer what an idle one would show.
 */
export async function followFrames(page: Page) {
  const end = await trace(page, ['toplevel', '__metadata', 'devtools.timeline'])
  return {
    async end(): Promise<Frames> {
      const { tasks, events } = await end()
      const isWithin = (task: TraceEvent, { ts }: TraceEvent) => task.ts <= ts && ts < task.ts + (task.dur ?? 0)
      const drawn = events.filter(({ name }) => name === 'Layerize' || name === 'Commit')
      const frames = tasks.filter((task) => drawn.some((one) => isWithin(task, one)))
      const workBetween = (from: number, to: number) =>
        tasks.reduce((sum, task) => (task.ts > from && task.ts <= to ? sum + workMs(task) : sum), 0)
      const framesMs = frames.slice(1).map((frame, index) => workBetween(frames[index]?.ts ?? 0, frame.ts))
      const keys = events.filter(({ name, args }) => name === 'EventDispatch' && args?.data?.type === 'keydown')
      const keysMs = keys.flatMap((key) => {
        const pressed = tasks.find((task) => isWithin(task, key))
        const shown = frames.find((frame) => frame.ts > key.ts)
        return pressed && shown ? [workBetween(pressed.ts - 1, shown.ts)] : []
      })
      return { framesMs: framesMs.toSorted((a, b) => a - b), keysMs }
    },
  }
}

const workMs = ({ tdur = 0 }: TraceEvent): number => tdur / 1000

async function trace(page: Page, categories: string[]) {
  const browser = page.context().browser() as Browser
  await browser.startTracing(page, { categories })
  return async () => {
    const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] }
    const threads = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
    const events = traceEvents.filter(({ pid, tid }) => threads.some((one) => one.pid === pid && one.tid === tid))
    const tasks = events
      .filter(({ name, tdur }) => name.endsWith('RunTask') && tdur !== undefined)
      .toSorted((a, b) => a.ts - b.ts)
    expect(tasks.length).toBeGreaterThan(100)
    return { tasks, events }
  }
}
