import { DashboardError } from '@ollama-dashboard/core'
import type { HandlersOf } from '../features.ts'

const notBuilt = (): never => {
  throw new DashboardError('internal', 'Not built yet.')
}

export const metricsHandlers: HandlersOf<'metrics'> = () => ({
  performance: notBuilt,
  summary: notBuilt,
})
