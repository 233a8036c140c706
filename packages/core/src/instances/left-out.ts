import { DashboardError } from '../kernel/errors.ts'
import type { LeftOutRows, ModelListName } from '../ollama/ollama-client.ts'
import { type LeftOut, nothingLeftOut } from './instance.ts'

/** How many rows of a server's lists cannot be shown; reported when their number grows, and not with every look. */
export function createLeftOut(instance: string, report: (error: unknown) => void) {
  let leftOut = nothingLeftOut
  return {
    current: (): LeftOut => leftOut,
    note(list: ModelListName, rows: LeftOutRows) {
      const before = leftOut[list]
      leftOut = { ...leftOut, [list]: rows }
      if (rows.leftOut > before.leftOut) report(new DashboardError('ollama_error', leftOutText(instance, rows)))
    },
  }
}

const leftOutText = (instance: string, { leftOut, isFull }: LeftOutRows): string => {
  const models = leftOut === 1 ? 'a model' : `${leftOut} models`
  return `Ollama "${instance}" lists ${models} ${isFull ? 'beyond the limit' : 'with an invalid or duplicate name'}.`
}
