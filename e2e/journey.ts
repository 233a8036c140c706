import { delimiter, join } from 'node:path'
import { type Simulator, type SimulatorOptions, scenarios, startSimulator } from '@ollama-dashboard/ollama-sim'
import { test as base, expect } from '@playwright/test'
import { type Dashboard, startDashboard } from './dashboard.ts'

interface Options {
  /** What the simulated Ollama of this journey is like. */
  simulation: SimulatorOptions
  /** Environment of the dashboard beside `OLLAMA_HOST`. */
  env: Record<string, string>
}

interface Fixtures {
  simulator: Simulator
  dashboard: Dashboard
}

/** Lets the dashboard find the graphics card of the simulated machine. */
function hardwareOf({ scenario = 'home' }: SimulatorOptions): Record<string, string> {
  const { gpus } = typeof scenario === 'string' ? scenarios[scenario] : scenario
  return gpus.length > 0 ? { PATH: [join(import.meta.dirname, 'bin'), process.env['PATH']].join(delimiter) } : {}
}

/** A test with a simulated Ollama and a dashboard of its own; a word on the browser's console fails it. */
export const test = base.extend<Options & Fixtures>({
  simulation: [{ scenario: 'home', speed: 20 }, { option: true }],
  env: [{}, { option: true }],
  simulator: async ({ simulation }, use) => {
    const simulator = await startSimulator(simulation)
    await use(simulator)
    await simulator.close()
  },
  dashboard: async ({ simulator, simulation, env }, use) => {
    await using dashboard = await startDashboard({ OLLAMA_HOST: simulator.url, ...hardwareOf(simulation), ...env })
    await use(dashboard)
    // Otherwise the dashboard gives replies that a journey left their time to finish.
    await simulator.close()
  },
  baseURL: async ({ dashboard }, use) => use(dashboard.url),
  page: async ({ page }, use) => {
    const complaints: string[] = []
    page.on('console', (message) => {
      // The browser itself reports each answer of 4xx and 5xx; what the page does with it is what tests look at.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    await use(page)
    expect(complaints).toEqual([])
  },
})

export { expect }
