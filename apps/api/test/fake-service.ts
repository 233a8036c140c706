import type { ServiceStatus } from '@ollama-dashboard/contracts'
import type { Core } from '@ollama-dashboard/core'
import type { Note } from './noted-calls.ts'

const status: ServiceStatus = {
  running: true,
  status: 'running',
  reachable: true,
  version: '0.30.0',
  url: 'http://127.0.0.1:11434',
  local: true,
  manager: 'none',
  can_control: false,
  changing: null,
}

const source = { kind: 'output', name: 'ollama serve' } as const

export const fakeService = (note: Note): Core['service'] => ({
  status: async () => status,
  start: async (_, input) =>
    note({ success: true, message: 'Ollama was started.', service: status }, 'startService', input?.instance),
  stop: async (_, input) =>
    note({ success: true, message: 'Ollama was stopped.', service: status }, 'stopService', input?.instance),
  restart: async (_, input) =>
    note({ success: true, message: 'Ollama was restarted.', service: status }, 'restartService', input?.instance),
  logs: async (_, input) => note({ source, lines: [] }, 'serviceLog', input?.lines),
  async *followLogs(_, input) {
    yield { event: 'source', data: note(source, 'followServiceLog', input?.lines) }
  },
})
