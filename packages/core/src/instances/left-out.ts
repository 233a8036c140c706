import { DashboardError } from '../kernel/errors.ts'
import type { ModelListName } from '../ollama/ollama-client.ts'
import type { LeftOut } from './instance.ts'

/** How many rows of a server's lists cannot be shown; reported when their number grows, and not with every look. */
export function createLeftOut(instance: string, report: (error: unknown) => void) {
  let leftOut: LeftOut = { installed: 0, loaded: 0 }
  return {
    current: () => leftOut,
    note(list: ModelListName, rows: number) {
      const before = leftOut[list]
      leftOut = { ...leftOut, [list]: rows }
      if (rows > before) report(new DashboardError('ollama_error', leftOutText(instance, rows)))
    },
  }
}

const leftOutText = (instance: string, rows: number): string =>
  `Ollama "${instance}" lists ${rows === 1 ? 'a model' : `${rows} models`} with an invalid or duplicate name.`
