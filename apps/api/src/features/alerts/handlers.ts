import { DashboardError } from '@ollama-dashboard/core'
import type { HandlersOf } from '../features.ts'

const notBuilt = (): never => {
  throw new DashboardError('internal', 'Not built yet.')
}

export const alertHandlers: HandlersOf<'alerts'> = () => ({
  list: notBuilt,
  recent: notBuilt,
  summary: notBuilt,
  resolve: notBuilt,
  mute: notBuilt,
  mutes: notBuilt,
  unmute: notBuilt,
  rules: notBuilt,
  addRule: notBuilt,
  changeRule: notBuilt,
  removeRule: notBuilt,
  deliveries: notBuilt,
  test: notBuilt,
})
