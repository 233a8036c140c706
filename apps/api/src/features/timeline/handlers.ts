import { DashboardError } from '@ollama-dashboard/core'
import type { HandlersOf } from '../features.ts'

const notBuilt = (): never => {
  throw new DashboardError('internal', 'Not built yet.')
}

export const timelineHandlers: HandlersOf<'timeline'> = () => ({
  list: notBuilt,
})
