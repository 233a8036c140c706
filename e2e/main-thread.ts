import { type Browser, expect, type Page } from '@playwright/test'

interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  readonly ph: string
  /** Microseconds of the clock, and of work. */
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

export interface Tasks {
  /** The longest task of the page in milliseconds of work: what other processes took meanwhile is not the page's. */
  readonly longestMs: number
  readonly summary: string
}

/** Watches the tasks of the page's main thread. */
export async function followTasks(page: Page) {
  const browser = page.context().browser() as Browser
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] })
  return {
    async end(): Promise<Tasks> {
      const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] }
      const threads = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      const tasks = traceEvents.filter(
        ({ name, pid, tid, tdur }) =>
          name.endsWith('RunTask') && tdur !== undefined && threads.some((one) => one.pid === pid && one.tid === tid),
      )
      expect(tasks.length).toBeGreaterThan(100)
      const work = tasks.map(({ tdur = 0 }) => tdur / 1000).toSorted((a, b) => b - a)
      const waited = tasks.map(({ dur = 0 }) => dur / 1000).toSorted((a, b) => b - a)
      const longest = (of: readonly number[]) => of.slice(0, 5).map(Math.round).join(', ')
      return {
        longestMs: work[0] ?? 0,
        summary: `${tasks.length} tasks; longest by work ${longest(work)} ms, by the clock ${longest(waited)} ms`,
      }
    },
  }
}
